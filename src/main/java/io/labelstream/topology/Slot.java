package io.labelstream.topology;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.wire.LabeledText.Lineage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One classification task: a name, the model that does it, and how many of its labels are written.
 *
 * <p>The classifier is shared by all tasks of the JVM; whoever opened it closes it, after the topology has stopped.
 *
 * @param name the slot's name in the output
 * @param classifier the model
 * @param lineage where the model comes from, as the output tells it
 * @param top how many labels at most, at least 1
 * @param threshold the least score of a label, from 0 to 1
 */
public record Slot(String name, TextClassifier classifier, Lineage lineage, int top, float threshold) {

  public Slot {
    Objects.requireNonNull(name);
    Objects.requireNonNull(classifier);
    Objects.requireNonNull(lineage);
    if (top < 1) {
      throw new IllegalArgumentException("slot " + name + ": top=" + top + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new IllegalArgumentException("slot " + name + ": threshold=" + threshold + " must be from 0 to 1");
    }
  }

  /**
   * A slot with its best label, whatever its score, from a model file that is opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static Slot open(final String name, final Path model) throws IOException, ModelRefusedException {
    return open(new SlotConfig(name, model, 1, 0f, Optional.empty(), Optional.empty()), ModelOptions.defaults());
  }

  /**
   * A slot as configured, its model file opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static Slot open(final SlotConfig config, final ModelOptions options) throws IOException, ModelRefusedException {
    return SlotLoader.open(config, options);
  }

  /** This slot with at most {@code top} labels. */
  public Slot withTop(final int top) {
    return new Slot(name, classifier, lineage, top, threshold);
  }

  /** This slot with labels that score at least {@code threshold}. */
  public Slot withThreshold(final float threshold) {
    return new Slot(name, classifier, lineage, top, threshold);
  }
}
