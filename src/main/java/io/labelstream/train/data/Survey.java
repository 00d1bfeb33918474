package io.labelstream.train.data;

import io.labelstream.wire.internal.Utf8;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Counts the examples of a source and passes them on. Not thread-safe. */
public final class Survey implements ExampleConsumer {
  private final String name;
  private final ExampleConsumer next;
  private final MessageDigest digest = sha256();
  private final Object2LongOpenHashMap<String> labels = new Object2LongOpenHashMap<>();
  private long examples;
  private long withoutText;
  private long withoutLabel;
  private long malformed;
  private long skipped;
  private long unreadable;
  private String firstProblem = "";
  private List<String> firstLabels = List.of();
  private boolean headingIsSuspected;
  private boolean separatorIsSuspected;

  /**
   * @param name the source
   * @param next receives each example after it was counted
   */
  public Survey(final String name, final ExampleConsumer next) {
    this.name = name;
    this.next = next;
  }

  /**
   * The counts of a source whose bytes do not matter.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if its content is of another form than expected
   */
  public static DataSummary of(final ExampleSource source) throws IOException, TrainingDataException {
    final Survey survey = new Survey(source.name(), example -> { });
    source.forEach(survey);
    return survey.summary(0);
  }

  @Override
  public void accept(final Example example) {
    examples++;
    withoutText += example.length() == 0 ? 1 : 0;
    malformed += Utf8.firstMalformed(example.text(), example.offset(), example.length()) < 0 ? 0 : 1;
    final List<String> names = example.labels();
    firstLabels = examples == 1 ? names : firstLabels;
    withoutLabel += names.isEmpty() ? 1 : 0;
    for (final String label : names) {
      labels.addTo(label, 1);
    }
    next.accept(example);
  }

  /** The digest that takes all bytes of the source in their order. */
  public MessageDigest digest() {
    return digest;
  }

  /** Takes the counts of skipped lines. */
  void passedOver(final long empty, final long notReadable, final String problem) {
    skipped = empty;
    unreadable = notReadable;
    firstProblem = problem;
  }

  /** Notes that the first example may be made of the names of columns. */
  void suspectHeading() {
    headingIsSuspected = true;
  }

  /** Notes that labels may be lists, as no separator is named. */
  void suspectSeparator() {
    separatorIsSuspected = true;
  }

  /** The counts; ends the digest. */
  public DataSummary summary(final long bytes) {
    return new DataSummary(
        name, examples, withoutText, withoutLabel, malformed, skipped, unreadable, firstProblem, doubtfulLabel(),
        separatorIsSuspected ? SeparatorGuess.of(labels) : Optional.empty(), labels, bytes,
        HexFormat.of().formatHex(digest.digest()));
  }

  /** The label of the first example, if it occurs only there, and no other label occurs only once. */
  private Optional<String> doubtfulLabel() {
    final boolean standsAlone = firstLabels.size() == 1 && labels.getLong(firstLabels.getFirst()) == 1;
    final boolean isDoubtful = headingIsSuspected && standsAlone && labels.size() > 1
        && labels.values().longStream().filter(count -> count == 1).count() == 1;
    return isDoubtful ? Optional.of(firstLabels.getFirst()) : Optional.empty();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
