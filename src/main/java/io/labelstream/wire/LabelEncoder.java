package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;

/**
 * Writes the labels of texts as values of records, one text after the other: {@link #begin}, the {@link SlotEncoder} of each slot in the order of the
 * configuration, {@link #end}. One per task: not thread-safe.
 *
 * <pre>{@code
 * SlotEncoder language = encoder.slot("language", lineage);
 *
 * encoder.begin(1);
 * language.begin(1);
 * language.label(name, 0, name.length, 0.9731f);
 * language.end(TextVector.None.NONE);
 * byte[] value = encoder.end(new Origin("texts", 0, 42, timestamp));
 * }</pre>
 */
public interface LabelEncoder {
  /**
   * An encoder for a slot while one model version labels it. All that its values have in common is encoded here, once; so it is to be kept. It writes to the
   * value of this encoder that was begun last.
   */
  SlotEncoder slot(String slot, Lineage model);

  /**
   * Begins a value. One that was begun before and has not ended is forgotten.
   *
   * @param slots how many slots follow
   */
  void begin(int slots);

  /** Ends the value, and returns it in this encoder's format. */
  byte[] end(Origin origin);

  /** The value of labels that are at hand as an object. */
  default byte[] encode(final LabeledText labels) {
    begin(labels.slots().size());
    for (final LabeledText.SlotLabels slot : labels.slots()) {
      slot(slot.slot(), slot.model()).encode(slot.labels(), slot.vector());
    }
    return end(labels.origin());
  }
}
