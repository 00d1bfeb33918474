package io.labelstream.topology;

import io.labelstream.wire.LabeledText.Origin;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The work of a stream task without a stream: does the same as a {@link ClassifyProcessor}, for values that come from elsewhere. Disagreements of
 * shadow versions are dropped. Not thread-safe; each thread opens its own.
 */
public final class LocalTask implements AutoCloseable {
  private static final String TOPIC = "local";
  private static final Headers NO_HEADERS = new RecordHeaders();

  private final RecordClassifier classifier;
  private final Patience patience;
  private long offset;

  private LocalTask(final RecordClassifier classifier, final Patience patience) {
    this.classifier = classifier;
    this.patience = patience;
  }

  /** A task for {@code classification}; the models belong to whoever opened them. */
  public static LocalTask open(final Classification classification) {
    final Patience patience = Patience.of(classification);
    return new LocalTask(new RecordClassifier(classification, patience), patience);
  }

  /**
   * The encoded labels of a value, by the versions that count for its timestamp and key.
   *
   * @param timestamp the event time, in epoch milliseconds
   * @throws UnclassifiableRecordException if the value cannot be decoded, its text not be classified, or no version counts for it
   * @throws ModelPendingException if a version that counts for it takes too long to be ready
   */
  public byte[] process(final byte[] value, final @Nullable Object key, final long timestamp) {
    return process(value, NO_HEADERS, key, new Origin(TOPIC, 0, offset++, timestamp));
  }

  /**
   * The same for a record that has been read from a topic.
   *
   * @throws UnclassifiableRecordException if the value cannot be decoded, its text not be classified, or no version counts for it
   * @throws ModelPendingException if a version that counts for it takes too long to be ready
   */
  public byte[] process(final byte[] value, final Headers headers, final @Nullable Object key, final Origin origin) {
    // Each record is on its own here: there is no transaction.
    patience.renew();
    return classifier.classify(value, headers, key, origin);
  }

  /** To be called about once a second: lets go of models that are not used any more. */
  public void refresh() {
    classifier.refresh();
  }

  /** Lets go of all models. */
  @Override
  public void close() {
    classifier.release();
  }
}
