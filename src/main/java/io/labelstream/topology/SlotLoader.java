package io.labelstream.topology;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.FixedModels;
import io.labelstream.rollout.SlotModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** From the configuration of a slot to the slot. */
final class SlotLoader {
  private static final int LONGEST_NAME = 128;
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._+-]");
  private static final Pattern NOT_FIRST_IN_A_NAME = Pattern.compile("^[^A-Za-z0-9]+");
  private static final String NAMELESS = "model";

  private SlotLoader() {}

  /** A slot whose only model is the one of the configuration, opened here. */
  static Slot open(final SlotConfig config, final ModelOptions options) throws IOException, ModelRefusedException {
    final BaseModel base = base(config).orElseThrow(() -> new IllegalArgumentException("slot " + config.name() + " has no model file to open"));
    return slot(config, FixedModels.open(config.name(), base, options));
  }

  /** A slot with models that somebody else has opened. */
  static Slot slot(final SlotConfig config, final SlotModels models) {
    return new Slot(config.name(), models, config.top(), config.threshold(), config.condition());
  }

  /** The version that a slot starts with; empty where all of its versions are announced. */
  static Optional<BaseModel> base(final SlotConfig config) {
    return config.model().map(file -> new BaseModel(config.modelName().orElseGet(() -> baseName(file)), config.modelVersion(), file));
  }

  /** The file's name without its ending, as far as it may stand in a model's name. */
  private static String baseName(final Path model) {
    final String file = model.toAbsolutePath().normalize().getFileName().toString();
    final int dot = file.lastIndexOf('.');
    final String stem = dot > 0 ? file.substring(0, dot) : file;
    final String name = NOT_FIRST_IN_A_NAME.matcher(NOT_IN_A_NAME.matcher(stem).replaceAll("_")).replaceFirst("");
    return name.isEmpty() ? NAMELESS : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }
}
