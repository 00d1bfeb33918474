package io.labelstream.train.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Counts what a source holds, on its way to somebody else. Not thread-safe. */
public final class Survey implements ExampleConsumer {
  private final String name;
  private final ExampleConsumer next;
  private final MessageDigest digest = sha256();
  private final Map<String, Long> labels = new HashMap<>();
  private long examples;
  private long withoutText;
  private long withoutLabel;
  private long skipped;
  private long unreadable;

  /**
   * @param name the source
   * @param next gets each example after it was counted
   */
  public Survey(final String name, final ExampleConsumer next) {
    this.name = name;
    this.next = next;
  }

  @Override
  public void accept(final Example example) {
    examples++;
    withoutText += example.length() == 0 ? 1 : 0;
    final List<String> names = example.labels();
    withoutLabel += names.isEmpty() ? 1 : 0;
    for (final String label : names.size() < 2 ? names : new HashSet<>(names)) {
      labels.merge(label, 1L, Long::sum);
    }
    next.accept(example);
  }

  /** Takes all bytes of the source in their order. */
  public MessageDigest digest() {
    return digest;
  }

  /** Adds lines or records that were passed over as empty. */
  public void skipped(final long count) {
    skipped += count;
  }

  /** Adds records that were passed over because they could not be read. */
  public void unreadable(final long count) {
    unreadable += count;
  }

  /** What was counted; ends the digest. */
  public DataSummary summary(final long bytes) {
    return new DataSummary(
        name, examples, withoutText, withoutLabel, skipped, unreadable, labels, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
