package io.labelstream.bench.pipeline;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * A part of a run: from one commit to another.
 *
 * @param records how many were committed
 * @param seconds how long that took
 * @param cpuMicros CPU time a record of all instances, each kind of thread included
 * @param brokerMicros CPU time a record of the broker
 * @param allocatedBytes bytes a record that stream threads allocated
 */
public record Span(long records, double seconds, Map<ThreadKind, Double> cpuMicros, double brokerMicros, double allocatedBytes) {
  private static final double NANOS_A_MICRO = 1e3;
  private static final double NANOS = 1e9;

  public Span {
    cpuMicros = Map.copyOf(cpuMicros);
  }

  /** @throws IllegalArgumentException if nothing was committed between them */
  static Span between(final Mark start, final Mark end) {
    final long records = end.committed() - start.committed();
    if (records <= 0) {
      throw new IllegalArgumentException("committed=" + end.committed() + " must be more than the " + start.committed() + " of the start");
    }
    final Reading costs = end.reading().since(start.reading());
    final Map<ThreadKind, Double> micros = new EnumMap<>(ThreadKind.class);
    costs.cpuNanos().forEach((kind, nanos) -> micros.put(kind, nanos / NANOS_A_MICRO / records));
    return new Span(
        records, (end.nanos() - start.nanos()) / NANOS, micros, end.brokerCpu().minus(start.brokerCpu()).toNanos() / NANOS_A_MICRO / records,
        (double) costs.allocatedBytes() / records);
  }

  /**
   * A moment of a run.
   *
   * @param nanos by {@link System#nanoTime()}
   * @param committed the records committed by then
   * @param reading the costs of all instances by then
   * @param brokerCpu the CPU time of the broker by then
   */
  record Mark(long nanos, long committed, Reading reading, Duration brokerCpu) {}

  public double recordsPerSecond() {
    return records / seconds;
  }

  /** CPU time a record of all threads but the compilers, whose work ends some time after the start. */
  public double workMicros() {
    return totalCpuMicros() - cpuMicros.get(ThreadKind.JIT);
  }

  /** CPU time a record of all threads of all instances. */
  public double totalCpuMicros() {
    return cpuMicros.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
