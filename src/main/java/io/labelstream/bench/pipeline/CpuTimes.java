package io.labelstream.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The CPU time of the machine since its start, in seconds.
 *
 * @param all of all processors, busy or not
 * @param busy spent in processes and interrupts
 * @param steal taken by the host
 * @param bench spent in this process and its children that live
 */
record CpuTimes(double all, double busy, double steal, double bench) {
  private static final Path STAT = Path.of("/proc/stat");
  /** Linux has kept this unit for programs whatever its own clock is. */
  private static final double TICKS_A_SECOND = 100;
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int STEAL = 7;
  private static final int FIGURES = 8;

  static CpuTimes now() {
    final double bench = Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .map(process -> process.info().totalCpuDuration()).flatMap(Optional::stream).mapToLong(Duration::toMillis).sum() / 1e3;
    try (Stream<String> lines = Files.lines(STAT)) {
      return of(lines.findFirst().orElse(""), bench);
    } catch (final IOException unknown) {
      return new CpuTimes(0, 0, 0, bench);
    }
  }

  /** @param line the first line of {@code /proc/stat} */
  static CpuTimes of(final String line, final double bench) {
    final long[] ticks = Stream.of(line.split(" +")).skip(1).limit(FIGURES).mapToLong(Long::parseLong).toArray();
    if (ticks.length < FIGURES) {
      return new CpuTimes(0, 0, 0, bench);
    }
    final double all = LongStream.of(ticks).sum() / TICKS_A_SECOND;
    final double steal = ticks[STEAL] / TICKS_A_SECOND;
    return new CpuTimes(all, all - steal - (ticks[IDLE] + ticks[WAITING]) / TICKS_A_SECOND, steal, bench);
  }
}
