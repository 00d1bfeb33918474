package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.rollout.control.Traffic;

/** The traffic of an announced version: live unless something else is chosen. */
final class TrafficOptions {
  private final Option<Integer> canaryPercent;
  private final Option<Boolean> shadow;
  private final Option<Boolean> staged;
  private final Option<String> salt;

  /** Declares the options. */
  TrafficOptions(final OptionSet options) {
    canaryPercent = options.value(Integer.class, "--canary").optional("PERCENT", "Label only the records of this percentage of the keys.");
    shadow = options.flag("--shadow", "Label nothing: score every record that the live version labels, and write the disagreements.");
    staged = options.flag("--staged", "Only prepare the version on every instance.");
    options.exclude(canaryPercent, shadow, staged);
    salt = options.value(String.class, "--salt")
        .optional("TEXT", "With --canary: decides which keys are chosen. The same salt with a higher percentage keeps every key that a lower one had chosen; "
            + "model and version unless given.");
  }

  /**
   * The choice, for a version of a model.
   *
   * @throws CliException if options do not fit together
   */
  Traffic traffic(final String model, final String version) {
    if (canaryPercent.given().isPresent()) {
      final int percent = canaryPercent.value();
      if (percent < 0 || percent > Traffic.Canary.MOST) {
        throw new CliException(ExitCode.USAGE, "--canary " + percent + " must be from 0 to " + Traffic.Canary.MOST);
      }
      return new Traffic.Canary(percent, salt.given().orElse(model + ":" + version));
    }
    if (salt.given().isPresent()) {
      throw new CliException(ExitCode.USAGE, "--salt is for --canary");
    }
    if (shadow.value()) {
      return new Traffic.Shadow();
    }
    return staged.value() ? new Traffic.Staged() : new Traffic.Live();
  }
}
