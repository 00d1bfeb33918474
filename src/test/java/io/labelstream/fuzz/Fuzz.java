package io.labelstream.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives inputs to readers of untrusted bytes and prints a table: {@code mvn test-compile dependency:copy@fuzzer exec:exec@fuzz}. {@code -Dfuzz.inputs=N} sets how
 * many changes of its seeds a reader is given, by {@link Mutator}, and {@code -Dfuzz.guided=N} how many Jazzer makes of those whose outcome was new, in a JVM of its
 * own, by the code that they reach. {@code -Dfuzz.reader=NAME,NAME} tries some readers, {@code -Dfuzz.seed=N} makes other inputs.
 */
public final class Fuzz {
  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final String HEAD = """
      | reader | inputs | accepted | refused | slowest | largest allocation | faults |
      |---|---:|---:|---|---:|---:|---:|""";

  private Fuzz() {}

  /** {@code READER,...|all SEED INPUTS GUIDED}. */
  public static void main(final String[] arguments) throws Exception {
    final long seed = Long.parseLong(arguments[1]);
    System.out.println(HEAD);
    try (WorkingFolder files = WorkingFolder.below(FOLDER)) {
      for (final FuzzTarget target : FuzzTargets.all(files.path())) {
        if (arguments[0].equals("all") || List.of(arguments[0].split(",")).contains(target.name())) {
          final Mutator mutator = new Mutator(target.seeds(), seed);
          try (Trial trial = new Trial(target, FOLDER)) {
            trial.run(mutator, Long.parseLong(arguments[2]));
            trial.report().forEach(System.out::println);
          }
          if (Long.parseLong(arguments[3]) > 0) {
            guided(target.name(), mutator.corpus(), seed, arguments[3]).forEach(System.out::println);
          }
        }
      }
    }
    System.exit(0);
  }

  private static List<String> guided(final String reader, final List<byte[]> corpus, final long seed, final String inputs) throws IOException, InterruptedException {
    final Path first = Files.createDirectories(FOLDER.resolve("corpus").resolve(reader));
    for (int number = 0; number < corpus.size(); number++) {
      Files.write(first.resolve("first-" + number), corpus.get(number));
    }
    final Path report = CoverageRun.report(FOLDER, reader);
    Files.deleteIfExists(report);
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> !flag.startsWith("-D")).forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-D" + CoverageRun.READER + "=" + reader, "-D" + CoverageRun.FOLDER + "=" + FOLDER,
        "-classpath", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer", "--target_class=" + CoverageRun.class.getName(),
        "--instrumentation_includes=io.labelstream.**", "--instrumentation_excludes=io.labelstream.fuzz.**", "-seed=" + seed, "-runs=" + inputs,
        "-rss_limit_mb=0", "-timeout=0", "-artifact_prefix=" + FOLDER + "/" + reader + "-", first.toString()));
    final Path log = FOLDER.resolve(reader + ".log");
    final int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    return Files.exists(report) ? Files.readAllLines(report)
        : List.of("| " + reader + ", guided | ended with " + status + ", see " + log.toAbsolutePath() + " | | | | | 1 |");
  }
}
