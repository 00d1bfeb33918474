package io.labelstream.topology;

import io.labelstream.model.VersionId;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the work of a pipeline since it was made. Thread-safe, without locks. Times are added about once a second.
 *
 * <p>Work is counted when it is done, not when it is committed: records that are processed again after a failure count again.
 */
public final class PipelineStats {
  /** How many versions of all slots are counted apart; of more, those that no task has taken up for the longest time are forgotten. */
  private static final int MOST_VERSIONS = 1_000;

  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final Map<DeadLetterReason, LongAdder> dead = new EnumMap<>(DeadLetterReason.class);
  private final LatencyHistogram processing = new LatencyHistogram();
  private final LatencyHistogram delay = new LatencyHistogram();

  private final LinkedHashMap<SlotVersion, LongAdder> labelled = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, ShadowCounters> shadows = new ConcurrentHashMap<>();
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();

  /** A model version in a slot. */
  public record SlotVersion(String slot, VersionId version) {}

  /**
   * The outcomes of letting shadow versions score records.
   *
   * @param agreed the best label was the same
   * @param disagreed the best label was another
   * @param shed left out, because the record was late or the version's model not open
   * @param failed the version failed, or its disagreement could not be written
   */
  public record ShadowCounts(long agreed, long disagreed, long shed, long failed) {}

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

  /** The time from taking a record to having its labels encoded: the time that the pipeline itself adds for each record. */
  public LatencyHistogram processing() {
    return processing;
  }

  /** The time from a record's timestamp to having its labels encoded, by this machine's clock: how far the pipeline is behind. */
  public LatencyHistogram delay() {
    return delay;
  }

  /** Records that each version has labelled, for a bounded number of versions. */
  public Map<SlotVersion, Long> labelled() {
    final Map<SlotVersion, Long> counts = new HashMap<>();
    synchronized (labelled) {
      labelled.forEach((version, count) -> counts.put(version, count.sum()));
    }
    return Collections.unmodifiableMap(counts);
  }

  /** The outcomes of shadow versions, for each slot. */
  public Map<String, ShadowCounts> shadows() {
    final Map<String, ShadowCounts> counts = new HashMap<>();
    shadows.forEach((slot, counters) -> counts.put(slot, counters.counts()));
    return Collections.unmodifiableMap(counts);
  }

  /** How many records have waited for their model version, or until it was known. */
  public long waits() {
    return waits.sum();
  }

  /** How long records have waited in all. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /** Where records are counted that a version labels; for a task to keep, so that it need not be looked up for each record. */
  LongAdder labelledBy(final String slot, final VersionId version) {
    synchronized (labelled) {
      final LongAdder count = labelled.computeIfAbsent(new SlotVersion(slot, version), added -> new LongAdder());
      if (labelled.size() > MOST_VERSIONS) {
        labelled.pollFirstEntry();
      }
      return count;
    }
  }

  ShadowCounters shadowCounters(final String slot) {
    return shadows.computeIfAbsent(slot, added -> new ShadowCounters());
  }

  void countWait(final long nanos) {
    waits.increment();
    waitedNanos.add(nanos);
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
