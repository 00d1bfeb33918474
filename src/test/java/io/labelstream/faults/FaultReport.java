package io.labelstream.faults;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells in Markdown what came of each fault. */
final class FaultReport {
  private final PrintStream out;
  private final long seed;
  private final int instances;
  private final List<Harness.Outcome> outcomes = new ArrayList<>();
  private boolean noticed;

  FaultReport(final PrintStream out, final long seed, final int instances) {
    this.out = out;
    this.seed = seed;
    this.instances = instances;
  }

  void begin(final Collection<Fault> impossible) {
    out.printf("Seed %d, %d instances.%n", seed, instances);
    if (!impossible.isEmpty()) {
      out.println("Left out, since this machine has no namespaces for users: "
          + impossible.stream().map(Fault::words).collect(Collectors.joining(", ")) + ".");
    }
    out.printf("%n| fault | records | duplicates | losses | order breaks | wrong versions | replay | ended by itself | lasted, s | to recover, s |%n");
    out.println("|---|---|---|---|---|---|---|---|---|---|");
  }

  void add(final Harness.Outcome outcome) {
    outcomes.add(outcome);
    final Checker.Findings found = outcome.findings();
    out.printf(Locale.ROOT, "| %s | %,d | %d | %d | %d | %d | %s | %d | %s | %s |%n", outcome.step().words() + (outcome.passes() ? "" : " **fails**"),
        found.records(), found.duplicates(), found.losses(), found.orderBreaks(), found.wrong(), outcome.replay().verdict().name().toLowerCase(Locale.ROOT),
        outcome.endsByItself(), seconds(outcome.lasted()), seconds(outcome.recovery()));
    if (!outcome.passes()) {
      found.examples().forEach(out::println);
      outcome.replay().differences().forEach(out::println);
    }
  }

  /** The run cannot go on. */
  void stuck(final FaultPlan.Step step, final AssertionError late, final List<String> readiness) {
    out.printf("%n%s: %s%n", step.words(), late.getMessage());
    readiness.forEach(out::println);
  }

  void end(final Harness.Falsified falsified) {
    noticed = falsified.isNoticed();
    out.printf(Locale.ROOT, "%n%d faults, %d of them fail; %,d records. A falsified label is %s.%n", outcomes.size(),
        outcomes.stream().filter(outcome -> !outcome.passes()).count(), outcomes.stream().mapToLong(outcome -> outcome.findings().records()).sum(),
        noticed ? "noticed" : "NOT noticed: " + falsified);
  }

  boolean passes() {
    return noticed && outcomes.stream().allMatch(Harness.Outcome::passes);
  }

  private static String seconds(final Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
  }
}
