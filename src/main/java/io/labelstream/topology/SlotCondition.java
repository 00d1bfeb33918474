package io.labelstream.topology;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * When a slot is filled: only if the best label of another slot is one of these.
 *
 * @param slot the other slot, which comes earlier
 * @param labels names of labels, as the output has them
 */
public record SlotCondition(String slot, List<String> labels) {
  private static final String SEPARATOR = "|";

  public SlotCondition {
    Objects.requireNonNull(slot);
    labels = List.copyOf(labels);
    if (slot.isBlank() || labels.isEmpty() || labels.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a condition needs a slot and at least one label, none of them empty");
    }
  }

  /**
   * Reads a condition as a configuration has it.
   *
   * @param text {@code slot=label}, or {@code slot=label|label} for several
   * @throws IllegalArgumentException if it is not of that form
   */
  public static SlotCondition parse(final String text) {
    final int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("expected slot=label or slot=label|label");
    }
    return new SlotCondition(
        text.substring(0, equals).strip(), Arrays.stream(text.substring(equals + 1).split("\\|", -1)).map(String::strip).toList());
  }

  /** The condition as a configuration has it. */
  @Override
  public String toString() {
    return slot + "=" + String.join(SEPARATOR, labels);
  }
}
