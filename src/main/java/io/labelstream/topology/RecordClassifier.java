package io.labelstream.topology;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.Predictions;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.TextDecoder;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.UndecodableValueException;
import java.util.ArrayList;
import java.util.List;

/** From a value with a text to a value with labels, for one task: not thread-safe. */
final class RecordClassifier {
  private final TextDecoder decoder;
  private final LabelEncoder encoder;
  private final int maxTextBytes;
  private final List<SlotWork> work;
  private final TextSlice text = new TextSlice();

  RecordClassifier(final Classification classification) {
    this.decoder = classification.decoder().get();
    this.encoder = classification.encoder().get();
    this.maxTextBytes = classification.maxTextBytes();
    this.work = classification.slots().stream()
        .map(slot -> new SlotWork(slot, slot.classifier().newSession(), new Predictions(slot.top(), slot.threshold())))
        .toList();
  }

  /** What one task needs for one slot. */
  private record SlotWork(Slot slot, ClassifierSession session, Predictions predictions) {}

  /**
   * The encoded labels of all slots.
   *
   * @throws UnclassifiableRecordException if the value cannot be decoded, or its text not be classified
   */
  byte[] classify(final byte[] value, final Origin origin) {
    decode(value);
    final List<SlotLabels> slots = new ArrayList<>(work.size());
    for (final SlotWork slot : work) {
      slots.add(classify(slot));
    }
    return encoder.encode(new LabeledText(slots, origin));
  }

  private void decode(final byte[] value) {
    try {
      decoder.decode(value, text);
    } catch (final UndecodableValueException e) {
      throw new UnclassifiableRecordException(DeadLetterReason.UNDECODABLE, e.getMessage(), e);
    }
    if (text.length() > maxTextBytes) {
      throw new UnclassifiableRecordException(DeadLetterReason.TEXT_TOO_LARGE,
          "the text has " + text.length() + " bytes, the limit is " + maxTextBytes);
    }
  }

  private SlotLabels classify(final SlotWork work) {
    final Predictions predictions = work.predictions();
    try {
      work.session().classify(text.bytes(), text.offset(), text.length(), predictions);
    } catch (final ModelClosedException closed) {
      // Not this record's doing: each record would fail.
      throw closed;
    } catch (final RuntimeException e) {
      // The message of an exception from within may quote the text, so only its class is told.
      throw new UnclassifiableRecordException(DeadLetterReason.CLASSIFY_FAILED,
          "slot " + work.slot().name() + " failed with " + e.getClass().getName() + " on a text of " + text.length() + " bytes", e);
    }
    final Labels names = work.slot().classifier().labels();
    final List<Label> labels = new ArrayList<>(predictions.count());
    for (int rank = 0; rank < predictions.count(); rank++) {
      labels.add(new Label(names.name(predictions.label(rank)), predictions.score(rank)));
    }
    return new SlotLabels(work.slot().name(), labels, work.slot().lineage());
  }
}
