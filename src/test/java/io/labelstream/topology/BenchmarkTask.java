package io.labelstream.topology;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.LabelName;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.rollout.control.Entry;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.PlainTextDecoder;
import io.labelstream.wire.SlotEncoder;
import io.labelstream.wire.TextDecoder;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.TextVector;
import io.labelstream.wire.UndecodableValueException;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The work of a task on a record, for benchmarks, which are elsewhere. */
public interface BenchmarkTask {
  /** From text to encoded labels. */
  byte[] classify(byte[] value, byte[] key, long timestamp) throws UndecodableValueException;

  /** As the pipeline does it. */
  static BenchmarkTask of(final Slot slot) {
    final Classification classification = Classification.of(List.of(slot), PlainTextDecoder::new, JsonLabelEncoder::new);
    final RecordClassifier classifier = new RecordClassifier(classification, Patience.of(classification));
    return (value, key, timestamp) -> classifier.classify(value, new RecordHeaders(), key, new Origin("texts", 0, 0, timestamp));
  }

  /** The same work with one model, which is given and never asked for: what it costs to ask is the difference. */
  static BenchmarkTask withoutTimeline(final TextClassifier classifier, final Entry version) {
    final TextDecoder decoder = new PlainTextDecoder();
    final LabelEncoder encoder = new JsonLabelEncoder();
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(1, 0f);
    final TextSlice text = new TextSlice();
    final LabelName name = new LabelName();
    final SlotEncoder slot = encoder.slot("slot", new Lineage(
        version.id().name(), version.id().version(), version.id().sha256(), version.effectiveTime(), version.controlOffset()));
    return (value, key, timestamp) -> {
      decoder.decode(value, text);
      session.classify(text.bytes(), text.offset(), text.length(), predictions);
      encoder.begin(1);
      slot.begin(predictions.count());
      for (int rank = 0; rank < predictions.count(); rank++) {
        classifier.labels().name(predictions.label(rank), name);
        slot.label(name.bytes(), name.offset(), name.length(), predictions.score(rank));
      }
      slot.end(TextVector.None.NONE);
      return encoder.end(new Origin("texts", 0, 0, timestamp));
    };
  }
}
