package io.labelstream.pipeline;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.pipeline.config.ConfigKeys;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.FixedModels;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.topology.VectorForm;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the model files of a configuration, and says what is wrong with one. */
public final class ModelFiles {
  private ModelFiles() {}

  /** Opens a slot's model for good. */
  public static ModelSlot open(final SlotConfig slot, final PipelineConfig config) throws StartupException {
    return using(slot, slot.model().orElseThrow(), file -> {
      final FixedModels models = FixedModels.open(slot.name(), slot.base().orElseThrow(), config.modelOptions());
      if (slot.vector() != VectorForm.NONE && models.classifier().vectorDimensions().isEmpty()) {
        models.close();
        throw new ModelRefusedException(
            ModelDefect.NO_VECTORS, "name a sentence encoder, or set " + ConfigKeys.slotKey(slot.name(), ConfigKeys.SLOT_VECTOR) + "=none");
      }
      return slot.slot(models, RolloutRules.defaults());
    });
  }

  /** Checks that a slot's model could be opened. */
  static void check(final SlotConfig slot, final Path model) throws StartupException {
    using(slot, model, ModelLoader::describe);
  }

  private interface Use<T> {
    T of(Path file) throws IOException, ModelRefusedException;
  }

  private static <T> T using(final SlotConfig slot, final Path model, final Use<T> use) throws StartupException {
    final String what = "the model " + model + " of slot " + slot.name();
    if (!Files.isRegularFile(model) || !Files.isReadable(model)) {
      throw new StartupException(StartupFailure.MODEL_MISSING,
          what + " is not a readable file: correct " + ConfigKeys.slotKey(slot.name(), ConfigKeys.SLOT_MODEL));
    }
    try {
      return use.of(model);
    } catch (final IOException e) {
      throw new StartupException(StartupFailure.MODEL_MISSING, what + " cannot be read: " + e.getMessage(), e);
    } catch (final ModelRefusedException e) {
      throw new StartupException(StartupFailure.MODEL_REFUSED, what + " is refused, " + e.defect().meaning() + ": " + e.getMessage(), e);
    }
  }
}
