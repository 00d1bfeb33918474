package io.labelstream.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Runs faults for some minutes and prints a report: {@code mvn -q test-compile exec:exec@faults -Dfaults.minutes=30}. */
public final class Faults {
  private static final int FAILED = 1;
  private static final Path LOGS = Path.of("target", "faults");

  private Faults() {}

  /** Arguments: minutes, seed, instances, and, if not all, the faults with commas between. */
  public static void main(final String[] arguments) throws Exception {
    final Duration length = Duration.ofMinutes(Long.parseLong(arguments[0]));
    final long seed = Long.parseLong(arguments[1]);
    final int instances = Integer.parseInt(arguments[2]);
    final Collection<Fault> faults = arguments.length > 3 ? named(arguments[3]) : EnumSet.allOf(Fault.class);
    final FaultReport report = new FaultReport(System.out, seed, instances);
    // The report alone: each outage is a flood of warnings.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    final Path folder = Files.createTempDirectory("labelstream-faults-");
    try (Harness harness = new Harness(folder, LOGS, instances, seed)) {
      harness.settle();
      report.begin(faults.stream().filter(fault -> !harness.possible(faults).contains(fault)).toList());
      run(harness, new FaultPlan(seed, harness.possible(faults), instances), System.nanoTime() + length.toNanos(), report);
    }
    if (!report.passes()) {
      System.out.println("Logs of the instances are in " + LOGS + ", and what the broker has written in " + folder.resolve("broker") + ".");
      System.exit(FAILED);
    }
    delete(folder);
  }

  /** Each wait has a limit; beyond it, the rest of the run would tell nothing. */
  private static void run(final Harness harness, final FaultPlan plan, final long end, final FaultReport report) throws Exception {
    do {
      final FaultPlan.Step step = plan.next();
      try {
        report.add(harness.run(step));
      } catch (final AssertionError late) {
        report.stuck(step, late, harness.readiness());
        return;
      }
    } while (System.nanoTime() < end);
    report.end(harness.replayOfAFalsifiedLabel());
  }

  /** Deletes a folder with all that is in it. */
  static void delete(final Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (final Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static List<Fault> named(final String names) {
    return Arrays.stream(names.split(",")).map(name -> Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'))).toList();
  }
}
