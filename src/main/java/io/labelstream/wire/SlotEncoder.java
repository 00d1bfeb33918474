package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Label;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the labels of one slot, as a part of the value that a {@link LabelEncoder} has begun: {@link #begin}, each {@link #label}, {@link #end}. */
public interface SlotEncoder {
  /**
   * Begins the slot.
   *
   * @param labels how many labels follow
   */
  void begin(int labels);

  /**
   * Writes the next label, the best first.
   *
   * @param name holds the label's name, without the prefix of the model's file, in well-formed UTF-8
   * @param offset the name's first byte
   * @param length the number of its bytes
   */
  void label(byte[] name, int offset, int length, float score);

  /** Ends the slot with the text's vector. */
  void end(TextVector vector);

  /** Writes labels that are at hand as objects. */
  default void encode(final List<Label> labels, final TextVector vector) {
    begin(labels.size());
    for (final Label label : labels) {
      final byte[] name = label.name().getBytes(StandardCharsets.UTF_8);
      label(name, 0, name.length, label.score());
    }
    end(vector);
  }
}
