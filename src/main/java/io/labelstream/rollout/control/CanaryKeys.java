package io.labelstream.rollout.control;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The record keys that a canary version labels: a pure function of its percentage, its salt and the key, the same in every instance and for ever.
 * Immutable and thread-safe; asking allocates nothing.
 *
 * <p>The salt's UTF-8 bytes, a zero byte and the key's bytes go through FNV-1a with 64 bits, and the sum through the 64-bit finaliser of MurmurHash3, since
 * FNV-1a alone leaves the highest bits of short keys alike. The highest bits choose one of 10 000 buckets, and the first {@code percent * 100} of them are
 * the canary's: with the same salt, a higher percentage keeps every key that a lower one had chosen.
 *
 * <p>A key given as a {@code String} counts as its UTF-8 bytes, as Kafka's own serialiser writes it.
 */
public final class CanaryKeys {
  private static final int BUCKETS = 10_000;
  private static final int BUCKETS_OF_A_PERCENT = BUCKETS / Traffic.Canary.MOST;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long salted;
  private final int buckets;

  private CanaryKeys(final long salted, final int buckets) {
    this.salted = salted;
    this.buckets = buckets;
  }

  /** The keys of a canary version. */
  public static CanaryKeys of(final Traffic.Canary canary) {
    long hash = FNV_BASIS;
    for (final byte b : canary.salt().getBytes(StandardCharsets.UTF_8)) {
      hash = with(b, hash);
    }
    return new CanaryKeys(with(0, hash), canary.percent() * BUCKETS_OF_A_PERCENT);
  }

  /** True if the canary version labels a record with this key; false for null, and for a key that is neither {@code byte[]} nor {@code String}. */
  public boolean contains(final @Nullable Object key) {
    return switch (key) {
      case final byte[] bytes -> bucket(hash(bytes)) < buckets;
      case final String text -> bucket(hash(text)) < buckets;
      case null, default -> false;
    };
  }

  private long hash(final byte[] key) {
    long hash = salted;
    for (final byte b : key) {
      hash = with(b, hash);
    }
    return hash;
  }

  /** An unpaired surrogate counts as a question mark, as {@link String#getBytes} writes it. */
  private long hash(final String key) {
    final int length = key.length();
    long hash = salted;
    for (int i = 0; i < length; i++) {
      final char c = key.charAt(i);
      if (c < 0x80) {
        hash = with(c, hash);
      } else if (c < 0x800) {
        hash = with(0x80 | c & 0x3F, with(0xC0 | c >> 6, hash));
      } else if (!Character.isSurrogate(c)) {
        hash = with(0x80 | c & 0x3F, with(0x80 | c >> 6 & 0x3F, with(0xE0 | c >> 12, hash)));
      } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(key.charAt(i + 1))) {
        final int codePoint = Character.toCodePoint(c, key.charAt(++i));
        hash = with(0x80 | codePoint >> 12 & 0x3F, with(0xF0 | codePoint >> 18, hash));
        hash = with(0x80 | codePoint & 0x3F, with(0x80 | codePoint >> 6 & 0x3F, hash));
      } else {
        hash = with('?', hash);
      }
    }
    return hash;
  }

  private static long with(final int next, final long hash) {
    return (hash ^ next & 0xFF) * FNV_PRIME;
  }

  private static long bucket(final long sum) {
    long hash = sum;
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return Math.unsignedMultiplyHigh(hash ^ hash >>> 33, BUCKETS);
  }
}
