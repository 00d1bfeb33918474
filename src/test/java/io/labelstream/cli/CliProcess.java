package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The command line in a process of its own, with its output in files. Killed when closed. */
public final class CliProcess implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private CliProcess(final Process process, final Path out, final Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a verb with this JVM's class path. */
  public static CliProcess start(final Path directory, final String... arguments) throws IOException {
    return start(directory, List.of(), arguments);
  }

  /** Starts a verb with this JVM's class path, in a shell that runs a command before. */
  public static CliProcess startWithin(final Path directory, final String before, final String... arguments) throws IOException {
    final List<String> program = new ArrayList<>(List.of("sh", "-c", before + " && exec \"$@\"", "sh"));
    // Without its own file of counters, which a limit on files would hit.
    program.addAll(java(List.of("-XX:-UsePerfData")));
    return run(directory, program, arguments);
  }

  /** Starts a verb with this JVM's class path, by a JVM with other options besides the usual ones. */
  public static CliProcess start(final Path directory, final List<String> options, final String... arguments) throws IOException {
    return run(directory, java(options), arguments);
  }

  private static List<String> java(final List<String> options) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }

  /** Starts a verb as a user does, with the launcher and what the build has packaged. */
  public static CliProcess launch(final Path directory, final String... arguments) throws IOException {
    return run(directory, List.of(Path.of("labelstream").toAbsolutePath().toString()), arguments);
  }

  private static CliProcess run(final Path directory, final List<String> program, final String... arguments) throws IOException {
    final Path out = Files.createTempFile(directory, "out", ".txt");
    final Path err = Files.createTempFile(directory, "err", ".txt");
    final List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    return new CliProcess(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Waits for a line on standard output. */
  public String awaitLine(final Duration limit, final Predicate<String> wanted) {
    return Deadline.within(limit, "a line on standard output", () -> findIn(out, wanted), line -> !line.isEmpty());
  }

  /** Waits for a line on standard error. */
  public String awaitErrorLine(final Duration limit, final Predicate<String> wanted) {
    return Deadline.within(limit, "a line on standard error", () -> findIn(err, wanted), line -> !line.isEmpty());
  }

  private String findIn(final Path file, final Predicate<String> wanted) throws IOException {
    return Files.readAllLines(file).stream().filter(wanted).findFirst().orElseGet(() -> {
      assertThat(process.isAlive()).as("the process lives").isTrue();
      return "";
    });
  }

  /** Sends a signal, such as {@code INT}. */
  public void signal(final String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
  }

  /** Waits for the end. */
  public Cli.Result end(final Duration limit) throws IOException, InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)).as("the process ends within %s", limit).isTrue();
    return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
