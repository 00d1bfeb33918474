package io.labelstream.rollout;

import io.labelstream.rollout.StatusSink.ModelReport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hands reports on in the order in which they came to be, without the rollout's lock, so that a sink may ask the rollout. Thread-safe. */
final class StatusReports {
  private final StatusSink sink;
  private final Queue<ModelReport> waiting = new ConcurrentLinkedQueue<>();
  private final Object handingOn = new Object();

  StatusReports(final StatusSink sink) {
    this.sink = sink;
  }

  /** To be called with the lock, which gives the order. */
  void add(final ModelReport report) {
    waiting.add(report);
  }

  /** To be called without the lock. */
  void handOn() {
    synchronized (handingOn) {
      for (ModelReport report = waiting.poll(); report != null; report = waiting.poll()) {
        sink.model(report);
      }
    }
  }
}
