package io.labelstream.cli;

import io.labelstream.rollout.Traffic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What an announced version is to do; live unless something else is chosen. */
final class TrafficOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Other other;

  @Option(
      names = "--salt", paramLabel = "TEXT",
      description = "With --canary: which keys are chosen. The same salt with a higher percentage keeps every key that a lower one had chosen; "
          + "model and version unless given.")
  private @Nullable String salt;

  /** All but live. */
  static final class Other {
    @Option(names = "--canary", paramLabel = "PERCENT", description = "Label only the records of so many percent of the keys.")
    private @Nullable Integer canaryPercent;

    @Option(names = "--shadow", description = "Label nothing: score beside the live version, and write where the two disagree.")
    private boolean shadow;

    @Option(names = "--staged", description = "Only be prepared on every instance.")
    private boolean staged;
  }

  /**
   * The choice, for a version of a model.
   *
   * @throws IllegalArgumentException if options do not fit together
   */
  Traffic traffic(final String model, final String version) {
    final Integer percent = other == null ? null : other.canaryPercent;
    if (percent != null) {
      return new Traffic.Canary(percent, salt == null ? model + ":" + version : salt);
    }
    if (salt != null) {
      throw new IllegalArgumentException("--salt is for --canary");
    }
    if (other == null) {
      return new Traffic.Live();
    }
    return other.shadow ? new Traffic.Shadow() : new Traffic.Staged();
  }
}
