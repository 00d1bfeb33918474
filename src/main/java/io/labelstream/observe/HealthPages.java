package io.labelstream.observe;

import io.labelstream.display.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The pages for a process manager and a load balancer. */
final class HealthPages {
  private HealthPages() {}

  /** Answers if the process should go on: it answers at all, and the checks, which are about the process alone, hold. */
  static Page live(final Supplier<List<HealthCheck>> question) {
    return (query, accept) -> {
      final List<HealthCheck> missing = missing(question.get());
      return missing.isEmpty()
          ? Answer.text(Answer.OK, "ok\n")
          : Answer.text(Answer.UNAVAILABLE, missing.stream().map(check -> check.line() + "\n").collect(Collectors.joining()));
    };
  }

  /** Answers if all checks hold; with {@code ?verbose} a line for each comes first. */
  static Page ready(final Supplier<List<HealthCheck>> question) {
    return (query, accept) -> {
      final List<HealthCheck> checks = question.get();
      final List<String> missing = missing(checks).stream().map(HealthCheck::name).distinct().toList();
      final StringBuilder text = new StringBuilder();
      if (isVerbose(query)) {
        checks.forEach(check -> text.append(VisibleText.of(check.line())).append('\n'));
      }
      text.append(missing.isEmpty() ? "ok" : "not ready: " + String.join(", ", missing)).append('\n');
      return Answer.text(missing.isEmpty() ? Answer.OK : Answer.UNAVAILABLE, text.toString());
    };
  }

  private static List<HealthCheck> missing(final List<HealthCheck> checks) {
    return checks.stream().filter(check -> check.outcome() == HealthCheck.Outcome.MISSING).toList();
  }

  private static boolean isVerbose(final String query) {
    return Arrays.stream(query.split("&")).anyMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
  }
}
