package io.labelstream.cli.model;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.rollout.ModelVerification;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.control.Lead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Prepares a model as an instance does. */
final class InstanceCheck {
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private InstanceCheck() {}

  /**
   * The files to verify, and the limits.
   *
   * @param samples the golden samples; empty: those beside the model or else those inside it, if there are any
   */
  record Request(Path model, Optional<Path> samples, long memoryBytes, long maxModelBytes) {}

  /** @throws CliException if a file is not there */
  static ModelVerification.Outcome verify(final Request request) throws InterruptedException {
    requireFile("model", request.model());
    request.samples().ifPresent(file -> requireFile("golden samples", file));
    final Path beside = GoldenSamples.beside(request.model().toAbsolutePath());
    final Optional<Path> samples = request.samples().or(() -> Optional.of(beside).filter(Files::exists));
    try {
      return ModelVerification.verify(request.model().toAbsolutePath(), samples.map(Path::toAbsolutePath), settings(request));
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }

  private static RolloutSettings settings(final Request request) {
    // Nobody waits for the lead here; it only has to leave time to read the file.
    return new RolloutSettings(Lead.of(PATIENCE), ModelOptions.defaults(), request.maxModelBytes(), request.memoryBytes(),
        MemoryPolicy.AVAILABILITY, PATIENCE, Duration.ZERO, Path.of(System.getProperty("java.io.tmpdir")));
  }

  private static void requireFile(final String what, final Path file) {
    if (!Files.exists(file)) {
      throw new CliException(ExitCode.FILE_UNREADABLE, what + " '" + file + "' does not exist; check the path");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CliException(ExitCode.FILE_UNREADABLE, what + " '" + file + "' is not a file that this user may read; check path and permissions");
    }
  }
}
