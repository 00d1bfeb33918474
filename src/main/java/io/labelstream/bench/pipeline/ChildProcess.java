package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of the bench in a fresh JVM, which it talks to by {@link ChildLines}. It ends when it is closed, and when this process ends, however that is. */
final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(20);
  private static final String END = "";
  private static final String LOGGING = "logback.configurationFile";
  /** As of {@code run}. */
  private static final List<String> LOG_LEVELS = List.of("-Dlabelstream.log.level=INFO", "-Dlabelstream.log.others=WARN");

  private final String name;
  private final Process process;
  private final Path log;
  private final Writer commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private ChildProcess(final String name, final Process process, final Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("labelstream-bench-" + name).start(this::readAnswers);
  }

  /** The options of this JVM, which the launcher gives to {@code bench} as to {@code run}. */
  static List<String> usualOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /**
   * Starts a class from this process's class path.
   *
   * @param name for messages
   * @param folder where its log goes
   */
  static ChildProcess start(final String name, final Path folder, final List<String> options, final Class<?> main, final String... arguments)
      throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(LOG_LEVELS);
    // The command line names one that fits the tool, unless the user has named another.
    Optional.ofNullable(System.getProperty(LOGGING)).ifPresent(file -> command.add("-D" + LOGGING + "=" + file));
    // The jar's manifest allows it only for the class that the jar starts by itself.
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    final Path log = Files.createTempFile(folder, name + "-", ".log");
    return new ChildProcess(name, new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /** Sends a command and waits for its answer. */
  <T> T ask(final String command, final Class<T> answer) throws BenchException, InterruptedException {
    return ask(command, answer, PATIENCE);
  }

  /** Sends a command whose answer may take so long. */
  <T> T ask(final String command, final Class<T> answer, final Duration patience) throws BenchException, InterruptedException {
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (final IOException gone) {
      throw failed("has ended");
    }
    return await(answer, patience);
  }

  /** Waits for an answer that it gives by itself. */
  <T> T await(final Class<T> answer) throws BenchException, InterruptedException {
    return await(answer, PATIENCE);
  }

  private <T> T await(final Class<T> answer, final Duration patience) throws BenchException, InterruptedException {
    final String line = answers.poll(patience.toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw failed("does not answer within " + patience.toSeconds() + " s");
    }
    if (line.equals(END)) {
      throw failed("has ended");
    }
    try {
      return ChildLines.JSON.readValue(line, answer);
    } catch (final IOException malformed) {
      throw new BenchException("the process '" + name + "' answers otherwise than in JSON", malformed);
    }
  }

  /** The CPU time that it has taken. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(CLOSING_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (final IOException gone) {
      // It has ended, or is ended below.
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    // Its folder is deleted next, so it must have let go of its files.
    process.destroyForcibly().onExit().join();
  }

  private BenchException failed(final String how) {
    try {
      return new BenchException("the process '" + name + "' " + how + Files.readAllLines(log).stream().filter(line -> !line.isBlank())
          .reduce((earlier, later) -> later).map(last -> "; its last words: " + last).orElse(""));
    } catch (final IOException unreadable) {
      return new BenchException("the process '" + name + "' " + how + ", and its log cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private void readAnswers() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> line.startsWith("{")).forEach(answers::add);
    } catch (final IOException | UncheckedIOException closed) {
      // The end of the child, as at the end of its lines.
    } finally {
      answers.add(END);
    }
  }
}
