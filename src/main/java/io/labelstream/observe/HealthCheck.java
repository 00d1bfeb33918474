package io.labelstream.observe;

import java.util.Objects;

/**
 * One condition for health, and whether it held when it was checked.
 *
 * @param name its name as it is shown, such as {@code control-caught-up}
 * @param outcome whether it holds
 * @param detail numbers where it holds, the reason where it does not; may be empty
 */
record HealthCheck(String name, Outcome outcome, String detail) {
  HealthCheck {
    Objects.requireNonNull(name);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(detail);
  }

  /** The result of a check. */
  enum Outcome {
    HOLDS,
    /** Everything works, but somebody should look at it. */
    DOUBTFUL,
    MISSING
  }

  /** The check as a line, such as {@code [-]model-active slot=language: no version is active}. */
  String line() {
    return switch (outcome) {
      case HOLDS -> "[+]" + name + " ok" + (detail.isEmpty() ? "" : ": " + detail);
      case DOUBTFUL -> "[!]" + name + " " + detail;
      case MISSING -> "[-]" + name + " " + detail;
    };
  }
}
