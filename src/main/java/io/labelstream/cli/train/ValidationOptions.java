package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where texts come from that are not trained on: one of the two, or neither. */
final class ValidationOptions {
  private @Nullable String file;
  private @Nullable Double share;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addArgGroup(Options.atMostOneOf(
        Options.value(String.class, value -> file = value, "--validation").paramLabel("FILE")
            .description("Labelled texts to measure with, which are not trained on.").build(),
        Options.value(Double.class, value -> share = value, "--hold-out").paramLabel("P")
            .description("Take this share of the data for that, such as 0.1. Which texts they are depends on --seed and the texts alone, so that they are the same for "
                + "'train' and 'compress'.").build()));
  }

  /** The files of texts to measure with, as they were named. */
  List<String> files() {
    return file == null ? List.of() : List.of(file);
  }

  /**
   * The same, but this share of the data unless told.
   *
   * @throws CliException if the share is out of range
   */
  ValidationTexts validation(final long seed, final double usual) {
    final ValidationTexts given = validation(seed);
    return given instanceof ValidationTexts.None ? new ValidationTexts.HeldOut(usual, seed) : given;
  }

  /** @throws CliException if the share is out of range */
  ValidationTexts validation(final long seed) {
    if (file != null) {
      return new ValidationTexts.InFile(file);
    }
    if (share == null) {
      return new ValidationTexts.None();
    }
    if (!(share > 0 && share < 1)) {
      throw new CliException(ExitCode.USAGE, "--hold-out is " + share + ", expected above 0 and below 1");
    }
    return new ValidationTexts.HeldOut(share, seed);
  }
}
