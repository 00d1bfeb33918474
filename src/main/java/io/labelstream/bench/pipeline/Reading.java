package io.labelstream.bench.pipeline;

import java.util.EnumMap;
import java.util.Map;

/**
 * The state and the costs of a measured process since its start.
 *
 * @param phase where it is in its life
 * @param cpuNanos CPU time by kind of thread, each kind included
 * @param allocatedBytes bytes that its stream threads have allocated
 */
record Reading(Phase phase, Map<ThreadKind, Long> cpuNanos, long allocatedBytes) {
  /** Where a process is in its life. */
  enum Phase {
    STARTING,
    RUNNING
  }

  Reading {
    cpuNanos = Map.copyOf(cpuNanos);
  }

  /** The costs between an earlier reading and this one. */
  Reading since(final Reading earlier) {
    final Map<ThreadKind, Long> nanos = new EnumMap<>(ThreadKind.class);
    cpuNanos.forEach((kind, now) -> nanos.put(kind, now - earlier.cpuNanos.get(kind)));
    return new Reading(phase, nanos, allocatedBytes - earlier.allocatedBytes);
  }

  /** The costs of two processes together; running once both are. */
  Reading plus(final Reading other) {
    final Map<ThreadKind, Long> nanos = new EnumMap<>(cpuNanos);
    other.cpuNanos.forEach((kind, more) -> nanos.merge(kind, more, Long::sum));
    return new Reading(phase == Phase.RUNNING ? other.phase : phase, nanos, allocatedBytes + other.allocatedBytes);
  }
}
