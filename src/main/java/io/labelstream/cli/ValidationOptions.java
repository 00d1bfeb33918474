package io.labelstream.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where texts come from that are not trained on: one of the two, or neither. */
final class ValidationOptions {
  @Option(names = "--validation", paramLabel = "FILE", description = "Labelled texts to measure with, which are not trained on.")
  private @Nullable String file;

  @Option(
      names = "--hold-out", paramLabel = "P",
      description = "Take this share of the data for that, such as 0.1. Which texts they are depends on --seed and the texts alone, so that they are the same for "
          + "'train' and 'compress'.")
  private @Nullable Double share;

  /**
   * The same, but this share of the data unless told.
   *
   * @throws CliException if the share is out of range
   */
  static Validation validation(final @Nullable ValidationOptions options, final long seed, final double usual) {
    return options == null ? new Validation.HeldOut(usual, seed) : validation(options, seed);
  }

  /** @throws CliException if the share is out of range */
  static Validation validation(final @Nullable ValidationOptions options, final long seed) {
    if (options == null) {
      return new Validation.None();
    }
    final Double share = options.share;
    if (share == null) {
      return new Validation.InFile(String.valueOf(options.file));
    }
    if (!(share > 0 && share < 1)) {
      throw new CliException(ExitCode.USAGE, "--hold-out is " + share + ", expected above 0 and below 1");
    }
    return new Validation.HeldOut(share, seed);
  }
}
