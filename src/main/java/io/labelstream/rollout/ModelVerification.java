package io.labelstream.rollout;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.artifact.Staging;
import io.labelstream.rollout.control.RejectedException;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The preparation of a model file as an instance would do it, on this machine and without Kafka. */
public final class ModelVerification {
  private ModelVerification() {}

  /** The result. */
  public sealed interface Outcome {

    /**
     * An instance with the same settings would take the file.
     *
     * @param description the model's description
     * @param sha256 its digest
     * @param memory the memory that it holds outside the heap
     * @param samples how many golden samples proved it; empty where there were none
     * @param steps the steps and their times, in order
     */
    record Verified(ModelDescription description, String sha256, ModelMemory memory, OptionalInt samples, List<StepTime> steps) implements Outcome {
      public Verified {
        Objects.requireNonNull(description);
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(memory);
        Objects.requireNonNull(samples);
        steps = List.copyOf(steps);
      }
    }

    /**
     * It would not.
     *
     * @param steps the steps that succeeded
     */
    record Refused(Rejection rejection, List<StepTime> steps) implements Outcome {
      public Refused {
        Objects.requireNonNull(rejection);
        steps = List.copyOf(steps);
      }
    }
  }

  /**
   * Fetches, opens and proves a model, and closes it again.
   *
   * @param model the file, which may be anywhere
   * @param samples its golden samples
   * @param settings those of the instance
   */
  public static Outcome verify(final Path model, final Optional<Path> samples, final RolloutSettings settings) throws InterruptedException {
    final StepTimes steps = new StepTimes();
    try (Staging staging = new Staging(settings.staging())) {
      final Preparation preparation = new Preparation(settings.modelOptions(), settings.maxModelBytes(), Map.of(), staging);
      try (Fetched fetched = preparation.fetch(model, samples, System.nanoTime() + settings.fetchTimeout().toNanos(), steps)) {
        return opened(preparation, fetched, settings.memoryBytes(), steps);
      }
    } catch (final InterruptedException interrupted) {
      throw interrupted;
    } catch (final Exception | OutOfMemoryError failure) {
      return new Outcome.Refused(Preparation.rejectionOf(failure), steps.times());
    }
  }

  private static Outcome opened(final Preparation preparation, final Fetched fetched, final long memoryBytes, final StepTimes steps) throws Exception {
    final FileChannel model = fetched.model().orElseThrow();
    final Verified verified = preparation.read(fetched, Optional.empty());
    if (verified.bytes() > memoryBytes) {
      verified.close();
      throw new RejectedException(
          RejectionCode.OVER_BUDGET, "the model needs " + verified.bytes() + " bytes outside the heap, but the budget is " + memoryBytes);
    }
    try (TextClassifier classifier = preparation.open(fetched, verified, steps)) {
      Preparation.prove(classifier, verified.samples(), steps);
      final OptionalInt proofs = verified.samples().map(read -> OptionalInt.of(read.samples().size())).orElseGet(OptionalInt::empty);
      return new Outcome.Verified(classifier.description(), Sha256.of(model), classifier.memory(), proofs, steps.times());
    }
  }
}
