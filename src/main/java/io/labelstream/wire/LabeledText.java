package io.labelstream.wire;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The published result for one text: the labels of each slot, and where they come from. The text itself is not part of it.
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
   * @param vector the text's vector by the same model, if the slot writes it
   */
  public record SlotLabels(String slot, List<Label> labels, Lineage model, TextVector vector) {
    public SlotLabels {
      labels = List.copyOf(labels);
      Objects.requireNonNull(vector);
    }

    /** Labels without a vector. */
    public SlotLabels(final String slot, final List<Label> labels, final Lineage model) {
      this(slot, labels, model, TextVector.None.NONE);
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
   * @param role in what role the version labelled this text
   * @param certainty whether it was known that this is the version for the event time
   */
  public record Lineage(
      String name, String version, String sha256, OptionalLong effectiveFrom, OptionalLong controlOffset, Role role, Certainty certainty) {
    /** The lineage of a live version that is known to be the one for the event time. */
    public Lineage(
        final String name, final String version, final String sha256, final OptionalLong effectiveFrom, final OptionalLong controlOffset) {
      this(name, version, sha256, effectiveFrom, controlOffset, Role.LIVE, Certainty.CONFIRMED);
    }
  }

  /** In what role a version labels a text. */
  public enum Role {
    /** It labels all texts, or all but those of a canary. */
    LIVE,
    /** It labels the texts of some keys. */
    CANARY,
    /** It is compared with the version that labels. */
    SHADOW;

    /** The role as it is written, such as {@code live}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Tells if a version is known to be the one for a text's event time. */
  public enum Certainty {
    /** No announcement that is not retroactive can make it another. */
    CONFIRMED,
    /** The instance was told to go on without knowing. */
    UNCONFIRMED
  }

  /** The input record: its place and its event time in epoch milliseconds. */
  public record Origin(String topic, int partition, long offset, long timestamp) {}
}
