package io.labelstream.wire;

import java.util.List;
import java.util.OptionalLong;

/**
 * What is published about one text: the labels of each slot, and where they come from. The text itself is not part of it.
 *
 * @param slots one entry for each slot that was classified, in the order of the configuration
 * @param origin the input record
 */
public record LabeledText(List<SlotLabels> slots, Origin origin) {

  public LabeledText {
    slots = List.copyOf(slots);
  }

  /**
   * The labels of one slot.
   *
   * @param slot the slot's name
   * @param labels best first; empty where no label reaches the threshold
   * @param model the bytes that produced them
   */
  public record SlotLabels(String slot, List<Label> labels, Lineage model) {
    public SlotLabels {
      labels = List.copyOf(labels);
    }
  }

  /** A label's name, without the prefix of the model's file, and its score. */
  public record Label(String name, float score) {}

  /**
   * The model version that produced labels.
   *
   * @param name the model's name
   * @param version the model's version
   * @param sha256 the digest of the model file in lower-case hexadecimal
   * @param effectiveFrom the event time in epoch milliseconds from which this version holds; empty: from the beginning
   * @param controlOffset the offset of the announcement on the control topic; empty: the version comes from the configuration
   */
  public record Lineage(String name, String version, String sha256, OptionalLong effectiveFrom, OptionalLong controlOffset) {}

  /** The input record: its place and its event time in epoch milliseconds. */
  public record Origin(String topic, int partition, long offset, long timestamp) {}
}
