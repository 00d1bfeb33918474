package io.labelstream.bench.pipeline;

import io.labelstream.bench.BenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The processes of one application. */
final class Instances implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final List<ChildProcess> processes = new ArrayList<>();

  private Instances() {}

  /**
   * Starts them all.
   *
   * @param folder where their logs go
   * @param settings the properties file of each
   */
  static Instances start(final StreamProcess.Role role, final int count, final Path folder, final Path settings) throws IOException {
    final Instances instances = new Instances();
    try {
      for (int instance = 0; instance < count; instance++) {
        instances.processes.add(ChildProcess.start(role.text(), folder, role.options(), StreamProcess.class, role.name(), settings.toString()));
      }
      return instances;
    } catch (final IOException failure) {
      instances.close();
      throw failure;
    }
  }

  /** Waits until all threads of all of them run. */
  void awaitRunning() throws BenchException, InterruptedException {
    final long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (read().phase() != Reading.Phase.RUNNING) {
      if (System.nanoTime() > deadline) {
        throw new BenchException("the instances do not run after " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(PAUSE);
    }
  }

  /** The costs of all of them. */
  Reading read() throws BenchException, InterruptedException {
    Reading sum = processes.getFirst().ask("read", Reading.class);
    for (final ChildProcess process : processes.subList(1, processes.size())) {
      sum = sum.plus(process.ask("read", Reading.class));
    }
    return sum;
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::close);
  }
}
