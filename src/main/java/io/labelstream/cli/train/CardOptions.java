package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.OverwritePolicy;
import io.labelstream.golden.GoldenSamples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What goes with a model that is written. */
final class CardOptions {
  private static final int USUAL_SAMPLES = 50;

  private @Nullable String licence;
  private @Nullable Integer samples;
  private boolean force;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(String.class, value -> licence = value, "--licence").paramLabel("NAME")
        .description("The licence of the model, for its card, such as CC0-1.0; SPDX names are best.").build());
    spec.addOption(Options.value(Integer.class, value -> samples = value, "--samples").paramLabel("N")
        .description("How many golden samples to take from the validation texts, or the data where there are none; 0 for none (" + USUAL_SAMPLES
            + ").").build());
    spec.addOption(Options.flag(value -> force = value, "--force").description("Overwrite files that exist.").build());
  }

  /**
   * What the options ask for.
   *
   * @param licence the model's; empty: not known
   * @param samples how many golden samples
   * @param overwriting what becomes of files that are there
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
    final int count = samples == null ? USUAL_SAMPLES : samples;
    if (count < 0 || count > GoldenSamples.MOST_SAMPLES) {
      throw new CliException(ExitCode.USAGE, "--samples is " + count + ", expected 0 to " + GoldenSamples.MOST_SAMPLES);
    }
    return request(count, command, inputs);
  }

  /**
   * For a model made without texts, which none can be taken from.
   *
   * @param inputs the files that are read, as they were named
   * @throws CliException if the time that the environment gives is out of range
   */
  Request requestWithoutTexts(final String command, final List<String> inputs) {
    return request(0, command, inputs);
  }

  private Request request(final int count, final String command, final List<String> inputs) {
    return new Request(Optional.ofNullable(licence), count, OverwritePolicy.by(force, inputs), command, ReproducibleTime.now(System.getenv()));
  }
}
