package io.labelstream.topology;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.rollout.FixedModels;
import io.labelstream.rollout.SlotModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One classification task: a name, the models that do it, and how many of their labels are written.
 *
 * <p>The models are shared by all tasks of the JVM; whoever opened them closes them, after the topology has stopped: {@link #close} for a slot from {@link
 * #open}.
 *
 * @param name the slot's name in the output
 * @param models the model, or the models that follow each other
 * @param top how many labels at most, at least 1
 * @param threshold the least score of a label, from 0 to 1
 * @param condition when the slot is filled; empty: always
 */
public record Slot(String name, SlotModels models, int top, float threshold, Optional<SlotCondition> condition) implements AutoCloseable {

  public Slot {
    Objects.requireNonNull(name);
    Objects.requireNonNull(models);
    Objects.requireNonNull(condition);
    if (top < 1) {
      throw new IllegalArgumentException("slot " + name + ": top=" + top + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new IllegalArgumentException("slot " + name + ": threshold=" + threshold + " must be from 0 to 1");
    }
  }

  /** A slot with its best label, whatever its score. */
  public static Slot of(final String name, final SlotModels models) {
    return new Slot(name, models, 1, 0f, Optional.empty());
  }

  /**
   * A slot with its best label, whatever its score, from a model file that is opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static Slot open(final String name, final Path model) throws IOException, ModelRefusedException {
    return open(new SlotConfig(name, Optional.of(model), 1, 0f, Optional.empty(), Optional.empty(), Optional.empty()), ModelOptions.defaults());
  }

  /**
   * A slot as configured, its model file opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   * @throws IllegalArgumentException if the configuration names no model file
   */
  public static Slot open(final SlotConfig config, final ModelOptions options) throws IOException, ModelRefusedException {
    return SlotLoader.open(config, options);
  }

  /** This slot with at most {@code top} labels. */
  public Slot withTop(final int top) {
    return new Slot(name, models, top, threshold, condition);
  }

  /** This slot with labels that score at least {@code threshold}. */
  public Slot withThreshold(final float threshold) {
    return new Slot(name, models, top, threshold, condition);
  }

  /** This slot, filled only for texts for which a slot before it has given one of some labels. */
  public Slot when(final SlotCondition condition) {
    return new Slot(name, models, top, threshold, Optional.of(condition));
  }

  /** Frees the model of a slot from {@link #open}. Models that a rollout changes are the rollout's, and stay. */
  @Override
  public void close() {
    if (models instanceof final FixedModels opened) {
      opened.close();
    }
  }
}
