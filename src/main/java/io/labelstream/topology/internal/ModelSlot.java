package io.labelstream.topology.internal;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.FixedModels;
import io.labelstream.rollout.SlotModels;
import io.labelstream.topology.Slot;
import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.VectorForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Every {@link Slot}, as stream tasks need it.
 *
 * @param models the model, or the models that follow each other
 * @param rules how records are treated while their version is not known
 */
public record ModelSlot(
    String name, SlotModels models, RolloutRules rules, int top, float threshold, VectorForm vector, int vectorDimensions, Optional<SlotCondition> condition)
    implements Slot {

  public ModelSlot {
    Objects.requireNonNull(name);
    Objects.requireNonNull(models);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(condition);
    if (top < 1) {
      throw new IllegalArgumentException("slot " + name + ": top=" + top + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new IllegalArgumentException("slot " + name + ": threshold=" + threshold + " must be from 0 to 1");
    }
    if (vectorDimensions < 1) {
      throw new IllegalArgumentException("slot " + name + ": vectorDimensions=" + vectorDimensions + " must be at least 1");
    }
    if (vector != VectorForm.NONE && models instanceof final FixedModels fixed && fixed.classifier().vectorDimensions().isEmpty()) {
      throw new IllegalArgumentException("slot " + name + ": its model gives no vectors, expected a sentence encoder");
    }
  }

  /** A slot with its best label, whatever its score, and the default rules. */
  public static ModelSlot of(final String name, final SlotModels models) {
    return new ModelSlot(name, models, RolloutRules.defaults(), 1, 0f, VectorForm.NONE, ALL_DIMENSIONS, Optional.empty());
  }

  /**
   * The same with a model file that is opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelSlot open(final String name, final Path file) throws IOException, ModelRefusedException {
    return of(name, FixedModels.open(name, new BaseModel(BaseModel.nameOf(file), Optional.empty(), file), ModelOptions.defaults()));
  }

  /**
   * A slot as what it is.
   *
   * @throws IllegalArgumentException if somebody else has implemented it
   */
  public static ModelSlot of(final Slot slot) {
    if (slot instanceof final ModelSlot ours) {
      return ours;
    }
    throw new IllegalArgumentException("slot " + slot.name() + " is a " + slot.getClass().getName() + ", expected one from Slot.open or ModelRollout.slot");
  }

  @Override
  public ModelSlot withTop(final int most) {
    return new ModelSlot(name, models, rules, most, threshold, vector, vectorDimensions, condition);
  }

  @Override
  public ModelSlot withThreshold(final float least) {
    return new ModelSlot(name, models, rules, top, least, vector, vectorDimensions, condition);
  }

  @Override
  public ModelSlot withVector(final VectorForm form) {
    return new ModelSlot(name, models, rules, top, threshold, form, vectorDimensions, condition);
  }

  @Override
  public ModelSlot withVectorDimensions(final int most) {
    return new ModelSlot(name, models, rules, top, threshold, vector, most, condition);
  }

  @Override
  public ModelSlot when(final SlotCondition needed) {
    return new ModelSlot(name, models, rules, top, threshold, vector, vectorDimensions, Optional.of(needed));
  }

  /** This slot with other models. */
  public ModelSlot withModels(final SlotModels others) {
    return new ModelSlot(name, others, rules, top, threshold, vector, vectorDimensions, condition);
  }

  /** This slot with other rules. */
  public ModelSlot withRules(final RolloutRules others) {
    return new ModelSlot(name, models, others, top, threshold, vector, vectorDimensions, condition);
  }

  @Override
  public void close() {
    if (models instanceof final FixedModels opened) {
      opened.close();
    }
  }
}
