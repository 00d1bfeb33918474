package io.labelstream.topology;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.topology.internal.ModelSlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One classification task: a name, the models that do it, and how many of their labels are written. Immutable; not to be implemented by others.
 *
 * <p>The models are shared by all tasks of the JVM; whoever opened them closes them, after the topology has stopped: {@link #close} for a slot from {@link
 * #open}.
 */
public interface Slot extends AutoCloseable {
  /**
   * A slot with its best label, whatever its score, from a model file that is opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  static Slot open(final String name, final Path model) throws IOException, ModelRefusedException {
    return ModelSlot.open(name, model);
  }

  /** No vector is cut. */
  int ALL_DIMENSIONS = Integer.MAX_VALUE;

  /** The slot's name in the output. */
  String name();

  /** How many labels at most, at least 1. */
  int top();

  /** The least score of a label, from 0 to 1. */
  float threshold();

  /** The form in which the vectors of texts are written. */
  VectorForm vector();

  /** The most dimensions of a vector that are written, the first ones; {@link #ALL_DIMENSIONS}: all. */
  int vectorDimensions();

  /** When the slot is filled; empty: always. */
  Optional<SlotCondition> condition();

  /** This slot with at most {@code top} labels. */
  Slot withTop(int top);

  /** This slot with labels that score at least {@code threshold}. */
  Slot withThreshold(float threshold);

  /**
   * This slot with the vectors of its texts beside their labels.
   *
   * @throws IllegalArgumentException if the slot's model is open and gives none
   */
  Slot withVector(VectorForm vector);

  /** This slot with at most the first {@code most} dimensions of vectors, at least 1. */
  Slot withVectorDimensions(int most);

  /** This slot, filled only for texts for which a slot before it has given one of some labels. */
  Slot when(SlotCondition condition);

  /** Frees the model of a slot from {@link #open}. Models that a rollout changes are the rollout's, and stay. */
  @Override
  void close();
}
