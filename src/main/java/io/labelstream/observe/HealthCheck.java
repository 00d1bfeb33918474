package io.labelstream.observe;

import java.util.Objects;

/**
 * One thing that has to hold, and whether it did when it was looked at.
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

  /** What was seen. */
  enum Outcome {
    HOLDS,
    /** It keeps nobody from working, and somebody should see to it. */
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
