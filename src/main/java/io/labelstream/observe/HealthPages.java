package io.labelstream.observe;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What a process manager and a load balancer ask. */
final class HealthPages {
  private HealthPages() {}

  /** Whether the process should go on: it answers, and the check, which is about the process alone, holds. */
  static Page live(final Supplier<HealthCheck> question) {
    return (query, accept) -> {
      final HealthCheck check = question.get();
      return switch (check.outcome()) {
        case HOLDS, DOUBTFUL -> Answer.text(Answer.OK, "ok\n");
        case MISSING -> Answer.text(Answer.UNAVAILABLE, check.line() + "\n");
      };
    };
  }

  /** Whether no check is missing; with {@code ?verbose} a line for each comes first. */
  static Page ready(final Supplier<List<HealthCheck>> question) {
    return (query, accept) -> {
      final List<HealthCheck> checks = question.get();
      final List<String> missing = checks.stream()
          .filter(check -> check.outcome() == HealthCheck.Outcome.MISSING).map(HealthCheck::name).distinct().toList();
      final StringBuilder text = new StringBuilder();
      if (isVerbose(query)) {
        checks.forEach(check -> text.append(check.line()).append('\n'));
      }
      text.append(missing.isEmpty() ? "ok" : "not ready: " + String.join(", ", missing)).append('\n');
      return Answer.text(missing.isEmpty() ? Answer.OK : Answer.UNAVAILABLE, text.toString());
    };
  }

  private static boolean isVerbose(final String query) {
    return Arrays.stream(query.split("&")).anyMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
  }
}
