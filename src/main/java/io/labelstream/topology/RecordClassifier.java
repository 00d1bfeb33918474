package io.labelstream.topology;

import io.labelstream.model.SharedText;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.TextDecoder;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.UndecodableValueException;
import io.labelstream.wire.internal.Utf8;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** From a value with a text to a value with labels, for one task: not thread-safe. */
final class RecordClassifier {
  private final TextDecoder decoder;
  private final LabelEncoder encoder;
  private final TextRules rules;
  private final List<SlotWork> work;
  private final Optional<ShadowScorer> shadows;
  private final TextSlice slice = new TextSlice();
  /** The text of the current record, for all slots and shadow versions. */
  private final SharedText text = new SharedText();
  private List<Disagreement> disagreements = List.of();

  /** @param patience how long records may wait, shared by all tasks of a topology */
  public RecordClassifier(final Classification classification, final Patience patience) {
    this.decoder = classification.decoder().get();
    this.encoder = classification.encoder().get();
    this.rules = classification.texts();
    this.work = SlotWork.of(classification, encoder, patience);
    this.shadows = classification.shadow().map(ShadowScorer::new);
  }

  /**
   * A shadow version's best label is another.
   *
   * @param value the encoded disagreement
   * @param counters where it is counted
   */
  record Disagreement(byte[] value, ShadowCounters counters) {}

  /**
   * The encoded labels of all slots for the text of a record, by the versions that count for its timestamp and key.
   *
   * @throws UnclassifiableRecordException if the value cannot be decoded, its text not be classified, or no version counts for it
   * @throws ModelPendingException if a version that counts for it takes too long to be ready
   */
  byte[] classify(final byte[] value, final Headers headers, final @Nullable Object key, final Origin origin) {
    decode(value, headers);
    int filled = 0;
    for (final SlotWork slot : work) {
      slot.label(text, key, origin.timestamp());
      filled += slot.isFilled() ? 1 : 0;
    }
    encoder.begin(filled);
    for (final SlotWork slot : work) {
      if (slot.isFilled()) {
        slot.write();
      }
    }
    final byte[] labels = encoder.end(origin);
    disagreements = shadows.isPresent() ? shadows.get().score(work, text, origin) : List.of();
    return labels;
  }

  /** The encoded disagreements of shadow versions about the record that was classified last. */
  List<Disagreement> disagreements() {
    return disagreements;
  }

  /** To be called every now and then: lets go of models that are not used any more. */
  void refresh() {
    work.forEach(slot -> slot.versions().refresh());
  }

  /** Lets go of all models. */
  public void release() {
    work.forEach(slot -> slot.versions().release());
  }

  private void decode(final byte[] value, final Headers headers) {
    try {
      decoder.decode(value, headers, slice);
    } catch (final UndecodableValueException e) {
      throw new UnclassifiableRecordException(DeadLetterReason.UNDECODABLE, e.getMessage(), e);
    }
    if (slice.length() > rules.maxBytes()) {
      throw new UnclassifiableRecordException(DeadLetterReason.TEXT_TOO_LARGE,
          "the text has " + slice.length() + " bytes, the limit is " + rules.maxBytes());
    }
    if (rules.malformed() == MalformedText.DEAD_LETTER) {
      requireUtf8();
    }
    text.set(slice.bytes(), slice.offset(), slice.length());
  }

  private void requireUtf8() {
    final int malformed = Utf8.firstMalformed(slice.bytes(), slice.offset(), slice.length());
    if (malformed >= 0) {
      throw new UnclassifiableRecordException(DeadLetterReason.UNDECODABLE,
          "the text of " + slice.length() + " bytes is not UTF-8, see its byte " + (malformed - slice.offset()));
    }
  }
}
