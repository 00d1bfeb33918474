package io.labelstream.topology;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.FixedModels;
import io.labelstream.rollout.SlotModels;
import java.io.IOException;
import java.util.Optional;

/** From the configuration of a slot to the slot. */
public final class SlotLoader {
  private SlotLoader() {}

  /** A slot whose only model is the one of the configuration, opened here. */
  static Slot open(final SlotConfig config, final ModelOptions options) throws IOException, ModelRefusedException {
    final BaseModel base = base(config).orElseThrow(() -> new IllegalArgumentException("slot " + config.name() + " has no model file to open"));
    return slot(config, FixedModels.open(config.name(), base, options));
  }

  /** A slot with models that somebody else has opened. */
  public static Slot slot(final SlotConfig config, final SlotModels models) {
    return new Slot(config.name(), models, config.top(), config.threshold(), config.condition());
  }

  /** The version that a slot starts with; empty where all of its versions are announced. */
  public static Optional<BaseModel> base(final SlotConfig config) {
    return config.model().map(file -> new BaseModel(config.modelName().orElseGet(() -> BaseModel.nameOf(file)), config.modelVersion(), file));
  }
}
