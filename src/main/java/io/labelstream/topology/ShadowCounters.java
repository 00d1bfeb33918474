package io.labelstream.topology;

import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of a slot's shadow versions. Thread-safe. */
final class ShadowCounters {
  private final LongAdder agreed = new LongAdder();
  private final LongAdder disagreed = new LongAdder();
  private final LongAdder shed = new LongAdder();
  private final LongAdder failed = new LongAdder();

  void countAgreed() {
    agreed.increment();
  }

  void countDisagreed() {
    disagreed.increment();
  }

  void countShed() {
    shed.increment();
  }

  void countFailed() {
    failed.increment();
  }

  PipelineStats.ShadowCounts counts() {
    return new PipelineStats.ShadowCounts(agreed.sum(), disagreed.sum(), shed.sum(), failed.sum());
  }
}
