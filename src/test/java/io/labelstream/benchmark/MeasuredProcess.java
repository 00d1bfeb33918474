package io.labelstream.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The time and memory that a program took from start to end.
 *
 * @param output what it printed to its standard output
 * @param seconds by the clock
 * @param processorSeconds those of all its threads, to a hundredth; Linux counts them by the calling process, which may not run others meanwhile
 * @param peakBytes the most memory it had resident, as Linux counts it
 */
record MeasuredProcess(String output, double seconds, double processorSeconds, long peakBytes) {
  private static final long SAMPLE_MILLIS = 5;
  private static final double NANOS = 1e9;
  private static final double TICKS = 100;
  /** From the end of the command's name in {@code /proc/self/stat} to the times of processes that have ended, as user and in the system. */
  private static final int ENDED_AS_USER = 14;

  private static final String PEAK = "VmHWM:";

  /** Runs a command to its end. */
  static MeasuredProcess run(final Path log, final List<String> command) throws IOException, InterruptedException {
    final Path output = Path.of(log + ".out");
    final double processorBefore = secondsOfEndedProcesses();
    final long start = System.nanoTime();
    final Process process =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile()).redirectInput(Redirect.from(Path.of("/dev/null").toFile())).start();
    long peak = 0;
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(process.pid()));
    }
    final double seconds = (System.nanoTime() - start) / NANOS;
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ":\n" + Files.readString(log));
    }
    return new MeasuredProcess(Files.readString(output, StandardCharsets.UTF_8), seconds, secondsOfEndedProcesses() - processorBefore, peak);
  }

  private static double secondsOfEndedProcesses() throws IOException {
    final String stat = Files.readString(Path.of("/proc/self/stat"));
    final String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ");
    return (Long.parseLong(fields[ENDED_AS_USER]) + Long.parseLong(fields[ENDED_AS_USER + 1])) / TICKS;
  }

  private static long peak(final long pid) {
    try {
      for (final String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith(PEAK)) {
          return Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip()) << 10;
        }
      }
    } catch (final IOException gone) {
      // The process ended between two looks.
    }
    return 0;
  }
}
