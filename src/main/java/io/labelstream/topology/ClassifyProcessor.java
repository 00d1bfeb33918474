package io.labelstream.topology;

import io.labelstream.topology.RecordClassifier.Disagreement;
import io.labelstream.topology.internal.UnreadableRecord;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.SchemaId;
import io.labelstream.wire.TextDecoder;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a record's value, which holds a text, with its labels. Key, timestamp and headers stay as they are, but for the header {@link SchemaId#HEADER},
 * which tells how the text was written.
 *
 * <p>In a topology of your own, on a stream whose values are read as bytes:
 *
 * {@snippet :
 * Slot language = Slot.open("language", Path.of("models/lid.176.ftz"));
 *
 * builder.stream("texts", Consumed.with(Serdes.String(), Serdes.ByteArray()))
 *     .processValues(ClassifyProcessor.supplier(language, PlainTextDecoder::new, JsonLabelEncoder::new))
 *     .to("labels", Produced.with(Serdes.String(), Serdes.ByteArray()));
 * }
 *
 * <p><b>Values as bytes.</b> Decoding happens here and not in a deserializer, because Kafka Streams deserializes a record before the one
 * ahead of it has been processed: a deserializer that reuses its object would corrupt the record at hand.
 *
 * <p><b>Records that cannot be classified</b> end in an {@link UnclassifiableRecordException}. With {@code
 * processing.exception.handler=io.labelstream.topology.DeadLetterHandler} and {@code errors.dead.letter.queue.topic.name} they become dead
 * letters, in the same transaction, and the stream goes on; without, Kafka Streams does what it is configured to do. A schema registry that
 * does not answer, or a closed model, is not the record's fault: those exceptions pass through, fail the task, and the record is processed
 * again.
 *
 * <p><b>Models that change</b> are held by a task while it uses them, and released when it has not used them for some seconds, or is closed. A record whose
 * version is not ready within five seconds, which all records of a thread share between two commits, ends in a
 * {@link ModelPendingException}, which fails the task. After a wait of a second or more, a commit is asked for before the next one.
 *
 * <p><b>Shadow versions.</b> With {@link Classification#shadow()} the labels go to the child {@value #LABELS_CHILD} and the disagreements to the child
 * {@value #SHADOW_CHILD}, in the same transaction; both need to be there. Without, the labels go to all children.
 *
 * <p><b>Empty text</b> is not an error: it gets the labels that the model gives it, often its prior, or none.
 *
 * @param <K> the type of the keys; a canary version chooses among keys that are {@code byte[]} or {@code String}
 */
public final class ClassifyProcessor<K> implements FixedKeyProcessor<K, byte[], byte[]> {
  /** The child that gets the labels where there is a child for disagreements too. */
  public static final String LABELS_CHILD = "labels";
  /** The child that gets the disagreements of shadow versions. */
  public static final String SHADOW_CHILD = "shadow";

  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

  private final Classification classification;
  private final Patience patience;
  private @Nullable Task<K> task;

  private ClassifyProcessor(final Classification classification, final Patience patience) {
    this.classification = classification;
    this.patience = patience;
  }

  /** The parts that exist from the start of a task on. Kafka Streams also makes processors that it never starts, to look at them. */
  private record Task<K>(FixedKeyProcessorContext<K, byte[]> context, RecordClassifier classifier, TaskTimes times) {}

  /** Processors for {@code classification}, one for each task. */
  public static <K> FixedKeyProcessorSupplier<K, byte[], byte[]> supplier(final Classification classification) {
    final Patience patience = Patience.of(classification);
    return () -> new ClassifyProcessor<>(classification, patience);
  }

  /** Processors for one slot, with the defaults of {@link Classification#of}. */
  public static <K> FixedKeyProcessorSupplier<K, byte[], byte[]> supplier(
      final Slot slot, final Supplier<TextDecoder> decoder, final Supplier<LabelEncoder> encoder) {
    return supplier(Classification.of(List.of(slot), decoder, encoder));
  }

  @Override
  public void init(final FixedKeyProcessorContext<K, byte[]> context) {
    final RecordClassifier classifier = new RecordClassifier(classification, patience);
    task = new Task<>(context, classifier, new TaskTimes(classification.stats()));
    context.schedule(REFRESH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, _ -> refresh(task));
  }

  /** Kafka Streams calls this between records, right before it may commit: all waiting from now on is in the next transaction. */
  private void refresh(final Task<K> task) {
    task.classifier().refresh();
    task.times().publish();
    if (patience.renew() == Patience.Before.USED) {
      task.context().commit();
    }
  }

  @Override
  public void close() {
    if (task != null) {
      task.classifier().release();
      task.times().publish();
    }
  }

  @Override
  public void process(final FixedKeyRecord<K, byte[]> record) {
    if (task == null) {
      throw new IllegalStateException("process was called before init");
    }
    final long start = System.nanoTime();
    final PipelineStats stats = classification.stats();
    stats.countIn();
    final byte @Nullable [] labels;
    try {
      labels = labels(record, task);
    } catch (final UnclassifiableRecordException bad) {
      stats.countDead(bad.reason());
      throw bad;
    }
    task.times().record(start, record.timestamp());
    forward(record, labels, task);
    stats.countOut();
  }

  private void forward(final FixedKeyRecord<K, byte[]> record, final byte @Nullable [] labels, final Task<K> task) {
    final FixedKeyProcessorContext<K, byte[]> context = task.context();
    final FixedKeyRecord<K, byte[]> labelled = withValue(record, labels);
    if (classification.shadow().isEmpty()) {
      context.forward(labelled);
      return;
    }
    context.forward(labelled, LABELS_CHILD);
    if (labels == null) {
      return;
    }
    for (final Disagreement disagreement : task.classifier().disagreements()) {
      if (bytes(record, disagreement.value()) > classification.shadow().get().maxBytes()) {
        disagreement.counters().countFailed();
      } else {
        context.forward(withValue(record, disagreement.value()), SHADOW_CHILD);
        disagreement.counters().countDisagreed();
      }
    }
  }

  /** The record with another value, without the header that names the schema of its former value. */
  private static <K> FixedKeyRecord<K, byte[]> withValue(final FixedKeyRecord<K, byte[]> record, final byte @Nullable [] value) {
    final FixedKeyRecord<K, byte[]> other = record.withValue(value);
    // To remove what is not there would make objects.
    if (other.headers().lastHeader(SchemaId.HEADER) != null) {
      other.headers().remove(SchemaId.HEADER);
    }
    return other;
  }

  /** The value to write; null for a deletion that is passed on. */
  private byte @Nullable [] labels(final FixedKeyRecord<K, byte[]> record, final Task<K> task) {
    final byte @Nullable [] value = record.value();
    if (value == null) {
      if (UnreadableRecord.hasMark(record.headers())) {
        throw new UnclassifiableRecordException(DeadLetterReason.TOO_LARGE_TO_READ, "the record cannot be decompressed into the heap, which is limited to "
            + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
      }
      return switch (classification.tombstones()) {
        case FORWARD -> null;
        case DEAD_LETTER -> throw new UnclassifiableRecordException(DeadLetterReason.NULL_VALUE, "the record has no value");
      };
    }
    final byte[] labels = task.classifier().classify(value, record.headers(), record.key(), origin(record.timestamp(), task.context()));
    checkFits(record, labels);
    return labels;
  }

  private static Origin origin(final long timestamp, final FixedKeyProcessorContext<?, ?> context) {
    final @Nullable RecordMetadata place = context.recordMetadata().orElse(null);
    if (place == null) {
      throw new IllegalStateException("a record without a place in a topic, made on a timer for example, has no lineage: "
          + "write it to a topic first, and classify that");
    }
    return new Origin(place.topic(), place.partition(), place.offset(), timestamp);
  }

  /** A transaction cannot go on after a record that is too large for the producer, so the size is checked before. */
  private void checkFits(final FixedKeyRecord<K, byte[]> record, final byte[] labels) {
    final long bytes = bytes(record, labels);
    if (bytes > classification.maxOutputBytes()) {
      throw new UnclassifiableRecordException(DeadLetterReason.OUTPUT_TOO_LARGE,
          "the output would have up to " + bytes + " bytes with key and headers, the limit is " + classification.maxOutputBytes());
    }
  }

  private static long bytes(final FixedKeyRecord<?, ?> record, final byte[] value) {
    final int keyBytes = record.key() instanceof final byte[] key ? key.length : 0;
    return RecordSize.upperBound(keyBytes, value.length, record.headers());
  }
}
