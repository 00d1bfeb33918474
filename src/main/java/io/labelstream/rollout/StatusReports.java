package io.labelstream.rollout;

import io.labelstream.rollout.StatusSink.ModelReport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs reports and hands them on in the order in which they came to be, without the rollout's lock, so that a sink may ask the rollout. Thread-safe. */
final class StatusReports {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);

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
        log(report);
        sink.model(report);
      }
    }
  }

  /** The steps of a preparation are for those who look for them; why a version was rejected is logged where that is found out. */
  private static void log(final ModelReport report) {
    final Level level = switch (report.state()) {
      case READY, ACTIVE, DRAINING, RELEASED -> Level.INFO;
      case RECEIVED, FETCHED, VERIFIED, MAPPED, PROVED, REJECTED -> Level.DEBUG;
    };
    LOG.atLevel(level).addKeyValue("slot", report.slot()).addKeyValue("model", report.entry().id().name())
        .addKeyValue("version", report.entry().id().version()).addKeyValue("state", report.state().code())
        .addKeyValue("bytes", report.residentBytes()).log("model version");
  }
}
