package io.labelstream.topology;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a pipeline has done since it was made. Thread-safe, without locks.
 *
 * <p>Work is counted when it is done, not when it is committed: records that are processed again after a failure count again.
 */
public final class PipelineStats {
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final Map<DeadLetterReason, LongAdder> dead = new EnumMap<>(DeadLetterReason.class);
  private final LatencyHistogram processing = new LatencyHistogram();
  private final LatencyHistogram delay = new LatencyHistogram();

  public PipelineStats() {
    for (final DeadLetterReason reason : DeadLetterReason.values()) {
      dead.put(reason, new LongAdder());
    }
  }

  /** Records read. */
  public long in() {
    return in.sum();
  }

  /** Records written to the output. */
  public long out() {
    return out.sum();
  }

  /** Records that became dead letters. */
  public long dead() {
    return dead.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Records that became dead letters, for each reason, those without any included. */
  public Map<DeadLetterReason, Long> deadByReason() {
    final Map<DeadLetterReason, Long> counts = new EnumMap<>(DeadLetterReason.class);
    dead.forEach((reason, count) -> counts.put(reason, count.sum()));
    return Collections.unmodifiableMap(counts);
  }

  /** The time from taking a record to having its labels encoded: what the pipeline itself adds for each record. */
  public LatencyHistogram processing() {
    return processing;
  }

  /** The time from a record's timestamp to having its labels encoded, by this machine's clock: how far the pipeline is behind. */
  public LatencyHistogram delay() {
    return delay;
  }

  void countIn() {
    in.increment();
  }

  void countOut() {
    out.increment();
  }

  void countDead(final DeadLetterReason reason) {
    dead.get(reason).increment();
  }
}
