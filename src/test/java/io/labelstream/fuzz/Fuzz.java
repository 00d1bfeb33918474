package io.labelstream.fuzz;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives inputs to readers of untrusted bytes and prints a table. {@code mvn test-compile dependency:copy@fuzzer exec:exec@fuzz -Dfuzz.inputs=1000000}; {@code
 * -Dfuzz.reader=NAME} tries one reader, {@code -Dfuzz.seed=N} makes other inputs. Each reader has a JVM of its own, in which Jazzer makes inputs by the code that
 * they reach, from the seeds and from {@link Mutator}'s changes of them.
 */
public final class Fuzz {
  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final int FIRST_INPUTS = 2_000;
  private static final String HEAD = """
      | reader | inputs | accepted | refused | slowest | largest allocation | faults |
      |---|---:|---:|---|---:|---:|---:|""";

  private Fuzz() {}

  /** {@code READER|all SEED INPUTS}. */
  public static void main(final String[] arguments) throws Exception {
    final long seed = Long.parseLong(arguments[1]);
    final List<String> report = new ArrayList<>();
    for (final FuzzTarget target : FuzzTargets.all(Files.createTempDirectory("labelstream-fuzz-"))) {
      if (arguments[0].equals("all") || arguments[0].equals(target.name())) {
        report.addAll(run(target, seed, Long.parseLong(arguments[2])));
        System.err.println(report.getLast());
      }
    }
    System.out.println(HEAD);
    report.forEach(System.out::println);
  }

  private static List<String> run(final FuzzTarget target, final long seed, final long inputs) throws Exception {
    final Path folder = Files.createDirectories(FOLDER);
    final Path corpus = Files.createDirectories(folder.resolve("corpus").resolve(target.name()));
    final Mutator mutator = new Mutator(target.seeds(), seed);
    for (int number = 0; number < target.seeds().size() + FIRST_INPUTS; number++) {
      Files.write(corpus.resolve("first-" + number), number < target.seeds().size() ? target.seeds().get(number) : mutator.next());
    }
    final Path report = CoverageRun.report(folder, target.name());
    Files.deleteIfExists(report);
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> !flag.startsWith("-D")).forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-D" + CoverageRun.READER + "=" + target.name(), "-D" + CoverageRun.FOLDER + "=" + folder,
        "-classpath", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer", "--target_class=" + CoverageRun.class.getName(),
        "--instrumentation_includes=io.labelstream.**", "--instrumentation_excludes=io.labelstream.fuzz.**", "-seed=" + seed, "-runs=" + inputs,
        "-rss_limit_mb=0", "-timeout=0", "-artifact_prefix=" + folder + "/" + target.name() + "-", corpus.toString()));
    final Path log = folder.resolve(target.name() + ".log");
    final int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    return Files.exists(report) ? Files.readAllLines(report)
        : List.of("| " + target.name() + " | ended with " + status + ", see " + log.toAbsolutePath() + " | | | | | 1 |");
  }
}
