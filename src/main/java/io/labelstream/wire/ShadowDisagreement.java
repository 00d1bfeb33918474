package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.util.Objects;

/**
 * A text for which a shadow version's best label is another than the serving version's. The text itself is not part of it.
 *
 * @param serving what was published for the slot
 * @param shadow what the shadow version says
 * @param origin the input record
 */
public record ShadowDisagreement(SlotLabels serving, SlotLabels shadow, Origin origin) {
  public ShadowDisagreement {
    Objects.requireNonNull(serving);
    Objects.requireNonNull(shadow);
    Objects.requireNonNull(origin);
  }
}
