package io.labelstream.cli.verb;

import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.PipelineEnd;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.time.Duration;

/** Failures of a pipeline as a line and an exit status. */
public final class Failures {
  private Failures() {}

  /** A step of a start. */
  public interface Step<T, E extends Exception> {
    T take() throws StartupException, E;
  }

  /** @throws CliException where the step fails */
  public static <T, E extends Exception> T explained(final Step<T, E> step) throws E {
    try {
      return step.take();
    } catch (final StartupException failure) {
      throw new CliException(exitCode(failure.failure()), failure.getMessage(), failure);
    }
  }

  /**
   * Checks that the pipeline still runs.
   *
   * @throws CliException if it has ended by itself
   */
  public static void failIfEnded(final Pipeline pipeline) throws InterruptedException {
    pipeline.awaitEnd(Duration.ZERO).ifPresent(Failures::failIfFailed);
  }

  /** @throws CliException if the end was a failure */
  static void failIfFailed(final PipelineEnd end) {
    if (end instanceof PipelineEnd.Failed failed) {
      throw new CliException(exitCode(failed.failure()), failed.message());
    }
  }

  private static ExitCode exitCode(final StartupFailure failure) {
    return switch (failure) {
      case CONFIGURATION -> ExitCode.CONFIGURATION;
      case MODEL_MISSING -> ExitCode.FILE_UNREADABLE;
      case MODEL_REFUSED -> ExitCode.MODEL_REFUSED;
      case BROKER_UNREACHABLE -> ExitCode.BROKER_UNREACHABLE;
      case BROKER_REFUSED -> ExitCode.BROKER_REFUSED;
      case TOPIC_MISSING -> ExitCode.TOPIC_MISSING;
      case CONTROL_TOPIC_UNFIT -> ExitCode.CONTROL_TOPIC_UNFIT;
      case DUPLICATE_INSTANCE -> ExitCode.DUPLICATE_INSTANCE;
      case REGISTRY_UNREACHABLE -> ExitCode.REGISTRY_UNREACHABLE;
      case OUT_OF_MEMORY -> ExitCode.OUT_OF_MEMORY;
      case STREAM_FAILED -> ExitCode.PIPELINE_FAILED;
    };
  }
}
