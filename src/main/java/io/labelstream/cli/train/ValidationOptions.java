package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import java.util.List;

/** The options for texts that are not trained on: one of the two, or neither. */
final class ValidationOptions {
  private final Option<String> file;
  private final Option<Double> share;

  /** Declares the options. */
  ValidationOptions(final OptionSet options) {
    file = options.value(String.class, "--validation").optional("FILE", "Labelled texts to measure with, which are not trained on.");
    share = options.value(Double.class, "--hold-out").optional("P",
        "Hold out this share of the data to measure with, such as 0.1. The choice of texts depends on --seed and the texts alone, so it is the same for "
            + "'train' and 'compress'.");
    options.exclude(file, share);
  }

  /** The files of texts to measure with, as they were named. */
  List<String> files() {
    return file.given().stream().toList();
  }

  /**
   * The same, but with this share of the data unless given.
   *
   * @throws CliException if the share is out of range
   */
  ValidationTexts validation(final long seed, final double usual) {
    final ValidationTexts given = validation(seed);
    return given instanceof ValidationTexts.None ? new ValidationTexts.HeldOut(usual, seed) : given;
  }

  /** @throws CliException if the share is out of range */
  ValidationTexts validation(final long seed) {
    if (file.given().isPresent()) {
      return new ValidationTexts.InFile(file.value());
    }
    if (share.given().isEmpty()) {
      return new ValidationTexts.None();
    }
    if (!(share.value() > 0 && share.value() < 1)) {
      throw new CliException(ExitCode.USAGE, "--hold-out is " + share.value() + ", expected above 0 and below 1");
    }
    return new ValidationTexts.HeldOut(share.value(), seed);
  }
}
