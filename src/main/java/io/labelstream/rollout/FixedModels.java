package io.labelstream.rollout;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.VersionId;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Timeline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;

/** A slot whose model never changes, for topologies without rollouts: one live version from the beginning, and all event times confirmed. Thread-safe. */
public final class FixedModels implements SlotModels, AutoCloseable {
  private final TextClassifier classifier;
  private final Plan plan;
  private final Hold hold;

  private FixedModels(final TextClassifier classifier, final Entry entry) {
    this.classifier = classifier;
    this.plan = new Plan(Timeline.of(List.of(entry)), Long.MAX_VALUE, Long.MAX_VALUE);
    this.hold =
        new Hold() {
          @Override
          public TextClassifier classifier() {
            return classifier;
          }

          @Override
          public void release() {
            // The model stays open, used or not.
          }
        };
  }

  /**
   * A slot with an open model.
   *
   * @param id the version as labels name it
   * @throws IllegalArgumentException if the slot or the model has a name that no announcement could have
   */
  public static FixedModels of(final String slot, final VersionId id, final TextClassifier classifier) {
    return new FixedModels(
        classifier,
        BaseModel.entry(slot, id, classifier.description().family(), "fixed:" + id.sha256(), Math.max(classifier.description().fileBytes(), 1)));
  }

  /**
   * A slot with a model that is opened here.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if it is not a sound model
   * @throws IllegalArgumentException if the slot or the model has a name that no announcement could have
   */
  public static FixedModels open(final String slot, final BaseModel model, final ModelOptions options) throws IOException, ModelRefusedException {
    try (FileChannel channel = FileChannel.open(model.path())) {
      final VersionId id = model.id(Sha256.of(channel));
      final TextClassifier classifier = ModelLoader.open(channel, options);
      try {
        return of(slot, id, classifier);
      } catch (final IllegalArgumentException unnamable) {
        classifier.close();
        throw unnamable;
      }
    }
  }

  /** The model. */
  public TextClassifier classifier() {
    return classifier;
  }

  /** The version, as an entry of the plan. */
  public Entry entry() {
    return plan.timeline().entries().getFirst();
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public Plan awaitChange(final Plan seen, final Duration patience) throws InterruptedException {
    if (seen == plan) {
      Thread.sleep(patience);
    }
    return plan;
  }

  @Override
  public Acquisition acquire(final Entry entry, final Duration patience) {
    if (!entry.id().equals(entry().id())) {
      throw new IllegalArgumentException("the entry at offset " + entry.offset() + " is not of this slot");
    }
    return new Acquisition.Held(hold);
  }

  /** Closes the model. */
  @Override
  public void close() {
    classifier.close();
  }
}
