package io.labelstream.rollout;

import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the reports of a rollout, and hands them on. Thread-safe. */
public final class StatusCounters implements StatusSink {
  private final StatusSink next;
  private final Map<RejectionCode, LongAdder> rejections = new EnumMap<>(RejectionCode.class);
  private final Map<String, List<StepTime>> preparations = new ConcurrentHashMap<>();

  /**
   * Counters without a count.
   *
   * @param next is told everything after it was counted
   */
  public StatusCounters(final StatusSink next) {
    this.next = next;
    for (final RejectionCode code : RejectionCode.values()) {
      rejections.put(code, new LongAdder());
    }
  }

  @Override
  public void model(final ModelReport report) {
    report.rejection().ifPresent(this::count);
    if (isOfPreparation(report.state()) && !report.steps().isEmpty()) {
      preparations.put(report.slot(), report.steps());
    }
    next.model(report);
  }

  @Override
  public void control(final ControlReport report) {
    count(report.rejection());
    next.control(report);
  }

  /** The number of announcements and models that were not taken, for each reason, those without any included. */
  public Map<RejectionCode, Long> rejections() {
    final Map<RejectionCode, Long> counts = new EnumMap<>(RejectionCode.class);
    rejections.forEach((code, count) -> counts.put(code, count.sum()));
    return Collections.unmodifiableMap(counts);
  }

  /** The steps of the latest preparation of each slot, as far as it has come; a slot without any is left out. */
  public Map<String, List<StepTime>> latestPreparations() {
    return Map.copyOf(preparations);
  }

  private void count(final Rejection rejection) {
    rejections.get(rejection.code()).increment();
  }

  private static boolean isOfPreparation(final ModelState state) {
    return switch (state) {
      case RECEIVED, FETCHED, VERIFIED, MAPPED, PROVED, READY, REJECTED -> true;
      case ACTIVE, DRAINING, RELEASED -> false;
    };
  }
}
