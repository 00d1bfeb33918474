package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.golden.GoldenSamples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The options for the files that accompany a written model. */
final class CardOptions {
  private static final int USUAL_SAMPLES = 50;

  private final Option<String> licence;
  private final Option<Integer> samples;
  private final Option<Boolean> force;

  /** Declares the options. */
  CardOptions(final OptionSet options) {
    licence = options.value(String.class, "--licence").optional("NAME", "The licence of the model, for its card, such as CC0-1.0; SPDX names are best.");
    samples = options.value(Integer.class, "--samples").optional("N",
        "How many golden samples to take from the validation texts, or the data where there are none; 0 for none (" + USUAL_SAMPLES + ").");
    force = options.flag("--force", "Overwrite files that exist.");
  }

  /**
   * The accompanying files that are asked for.
   *
   * @param licence the model's; empty: not known
   * @param samples how many golden samples
   * @param overwriting the files that may be overwritten
   * @param command the command line, for the card
   * @param made the time for the card
   */
  record Request(Optional<String> licence, int samples, OverwritePolicy overwriting, String command, Instant made) {}

  /**
   * The request that the options make.
   *
   * @param inputs the files that are read, as they were named
   * @throws CliException if a number, or the time that the environment gives, is out of range
   */
  Request request(final String command, final List<String> inputs) {
    final int count = samples.given().orElse(USUAL_SAMPLES);
    if (count < 0 || count > GoldenSamples.MOST_SAMPLES) {
      throw new CliException(ExitCode.USAGE, "--samples is " + count + ", expected 0 to " + GoldenSamples.MOST_SAMPLES);
    }
    return request(count, command, inputs);
  }

  /**
   * The request for a model that is made without texts, from which no samples can be taken.
   *
   * @param inputs the files that are read, as they were named
   * @throws CliException if the time that the environment gives is out of range
   */
  Request requestWithoutTexts(final String command, final List<String> inputs) {
    return request(0, command, inputs);
  }

  private Request request(final int count, final String command, final List<String> inputs) {
    return new Request(licence.given(), count, OverwritePolicy.by(force.value(), inputs), command, ReproducibleTime.now(System.getenv()));
  }
}
