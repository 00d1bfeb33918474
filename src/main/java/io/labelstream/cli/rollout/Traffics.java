package io.labelstream.cli.rollout;

import io.labelstream.rollout.control.Traffic;

/** What a version does, in words. */
final class Traffics {
  private Traffics() {}

  static String inWords(final Traffic traffic) {
    return switch (traffic) {
      case Traffic.Live _ -> "live";
      case Traffic.Canary(final int percent, final String _) -> "canary " + percent + " %";
      case Traffic.Shadow _ -> "shadow";
      case Traffic.Staged _ -> "staged";
      case Traffic.Withdrawn _ -> "withdrawn";
    };
  }
}
