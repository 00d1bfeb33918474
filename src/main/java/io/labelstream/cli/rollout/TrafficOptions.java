package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.Options;
import io.labelstream.rollout.control.Traffic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What an announced version is to do; live unless something else is chosen. */
final class TrafficOptions {
  private @Nullable Integer canaryPercent;
  private boolean shadow;
  private boolean staged;
  private @Nullable String salt;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addArgGroup(Options.atMostOneOf(
        Options.value(Integer.class, value -> canaryPercent = value, "--canary").paramLabel("PERCENT")
            .description("Label only the records of so many percent of the keys.").build(),
        Options.flag(value -> shadow = value, "--shadow")
            .description("Label nothing: score beside the live version, and write where the two disagree.").build(),
        Options.flag(value -> staged = value, "--staged").description("Only be prepared on every instance.").build()));
    spec.addOption(Options.value(String.class, value -> salt = value, "--salt").paramLabel("TEXT")
        .description("With --canary: which keys are chosen. The same salt with a higher percentage keeps every key that a lower one had chosen; "
            + "model and version unless given.").build());
  }

  /**
   * The choice, for a version of a model.
   *
   * @throws IllegalArgumentException if options do not fit together
   */
  Traffic traffic(final String model, final String version) {
    if (canaryPercent != null) {
      return new Traffic.Canary(canaryPercent, salt == null ? model + ":" + version : salt);
    }
    if (salt != null) {
      throw new IllegalArgumentException("--salt is for --canary");
    }
    if (shadow) {
      return new Traffic.Shadow();
    }
    return staged ? new Traffic.Staged() : new Traffic.Live();
  }
}
