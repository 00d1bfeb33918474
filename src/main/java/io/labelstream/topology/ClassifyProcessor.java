package io.labelstream.topology;

import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.TextDecoder;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a record's value, which holds a text, with its labels. Key, timestamp and headers stay as they are.
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
 * <p><b>Empty text</b> is not an error: the labels are what the model says of it, often its prior, or none.
 *
 * @param <K> the type of the keys, which are not looked at
 */
public final class ClassifyProcessor<K> implements FixedKeyProcessor<K, byte[], byte[]> {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Classification classification;
  private @Nullable Task<K> task;

  private ClassifyProcessor(final Classification classification) {
    this.classification = classification;
  }

  /** What exists from the start of a task on. Kafka Streams also makes processors that never start, to look at them. */
  private record Task<K>(FixedKeyProcessorContext<K, byte[]> context, RecordClassifier classifier) {}

  /** Processors that do as {@code classification} says, one for each task. */
  public static <K> FixedKeyProcessorSupplier<K, byte[], byte[]> supplier(final Classification classification) {
    return () -> new ClassifyProcessor<>(classification);
  }

  /** Processors for one slot, with the defaults of {@link Classification#of}. */
  public static <K> FixedKeyProcessorSupplier<K, byte[], byte[]> supplier(
      final Slot slot, final Supplier<TextDecoder> decoder, final Supplier<LabelEncoder> encoder) {
    return supplier(Classification.of(List.of(slot), decoder, encoder));
  }

  @Override
  public void init(final FixedKeyProcessorContext<K, byte[]> context) {
    task = new Task<>(context, new RecordClassifier(classification));
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
    stats.processing().record(System.nanoTime() - start);
    stats.delay().record((System.currentTimeMillis() - record.timestamp()) * NANOS_PER_MILLI);
    task.context().forward(record.withValue(labels));
    stats.countOut();
  }

  /** The output's value; null for a deletion that is passed on. */
  private byte @Nullable [] labels(final FixedKeyRecord<K, byte[]> record, final Task<K> task) {
    final byte @Nullable [] value = record.value();
    if (value == null) {
      return switch (classification.tombstones()) {
        case FORWARD -> null;
        case DEAD_LETTER -> throw new UnclassifiableRecordException(DeadLetterReason.NULL_VALUE, "the record has no value");
      };
    }
    final byte[] labels = task.classifier().classify(value, origin(record.timestamp(), task.context()));
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

  /** A producer in a transaction cannot go on after a record that is too large for it, so that is found out before. */
  private void checkFits(final FixedKeyRecord<K, byte[]> record, final byte[] labels) {
    final int keyBytes = record.key() instanceof byte[] key ? key.length : 0;
    final long bytes = RecordSize.upperBound(keyBytes, labels.length, record.headers());
    if (bytes > classification.maxOutputBytes()) {
      throw new UnclassifiableRecordException(DeadLetterReason.OUTPUT_TOO_LARGE,
          "the output would have up to " + bytes + " bytes with key and headers, the limit is " + classification.maxOutputBytes());
    }
  }
}
