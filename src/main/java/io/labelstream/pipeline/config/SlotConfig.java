package io.labelstream.pipeline.config;

import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.SlotModels;
import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.VectorForm;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration of one slot.
 *
 * @param name the slot's name
 * @param model the model file; empty where all versions are announced on the control topic
 * @param top how many labels at most
 * @param threshold the least score
 * @param vector the form in which vectors are written
 * @param vectorDimensions how many dimensions at most
 * @param modelName the model's name in the output; empty: from the file's name
 * @param modelVersion the model's version in the output; empty: from the file's digest
 * @param condition when the slot is filled; empty: always
 */
public record SlotConfig(
    String name,
    Optional<Path> model,
    int top,
    float threshold,
    VectorForm vector,
    int vectorDimensions,
    Optional<String> modelName,
    Optional<String> modelVersion,
    Optional<SlotCondition> condition) {

  /** The version that the slot starts with; empty where all of its versions are announced. */
  public Optional<BaseModel> base() {
    return model.map(file -> new BaseModel(modelName.orElseGet(() -> BaseModel.nameOf(file)), modelVersion, file));
  }

  /** The slot with models that are open. */
  public ModelSlot slot(final SlotModels models, final RolloutRules rules) {
    return new ModelSlot(name, models, rules, top, threshold, vector, vectorDimensions, condition);
  }
}
