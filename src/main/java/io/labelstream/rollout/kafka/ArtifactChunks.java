package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ArtifactReference;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An artefact on a topic: records of up to 512 KiB with the keys {@code sha256/00000000}, {@code sha256/00000001} and so on, all but the last one full.
 * A later record with the same key replaces an earlier one, so that compaction changes nothing.
 */
final class ArtifactChunks {
  /** The size of every chunk but the last. */
  static final int CHUNK_BYTES = 512 << 10;
  /** As many as the keys' digits can number. */
  static final long MOST_CHUNKS = 100_000_000;

  private static final String SCHEME = "kafka:";
  private static final Pattern LOCATION = Pattern.compile(SCHEME + "([A-Za-z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})");
  private static final int DIGITS = 8;

  private ArtifactChunks() {}

  /** The place of a first chunk. */
  record Location(String topic, int partition, long offset) {
    /** As references have it; empty if that is no such place. */
    static Optional<Location> parse(final String text) {
      final Matcher parts = LOCATION.matcher(text);
      return parts.matches()
          ? Optional.of(new Location(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return SCHEME + topic + "/" + partition + "/" + offset;
    }
  }

  static long count(final long bytes) {
    return (bytes - 1) / CHUNK_BYTES + 1;
  }

  /** The size of a chunk of an artefact of {@code bytes} bytes. */
  static int size(final long bytes, final long chunk) {
    return (int) Math.min(CHUNK_BYTES, bytes - chunk * CHUNK_BYTES);
  }

  static byte[] key(final String sha256, final long chunk) {
    return (sha256 + "/" + String.format(Locale.ROOT, "%0" + DIGITS + "d", chunk)).getBytes(StandardCharsets.US_ASCII);
  }

  /** The number of the artefact's chunk that has this key; -1: it is no chunk of it. */
  static long chunk(final ArtifactReference reference, final byte[] key) {
    final byte[] digest = reference.sha256().getBytes(StandardCharsets.US_ASCII);
    if (key.length != digest.length + 1 + DIGITS || key[digest.length] != '/') {
      return -1;
    }
    for (int at = 0; at < digest.length; at++) {
      if (key[at] != digest[at]) {
        return -1;
      }
    }
    long chunk = 0;
    for (int at = digest.length + 1; at < key.length; at++) {
      if (key[at] < '0' || key[at] > '9') {
        return -1;
      }
      chunk = 10 * chunk + key[at] - '0';
    }
    return chunk < count(reference.bytes()) ? chunk : -1;
  }
}
