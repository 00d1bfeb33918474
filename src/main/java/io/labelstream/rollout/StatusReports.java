package io.labelstream.rollout;

import io.labelstream.rollout.StatusSink.ModelReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs the reports of an engine, and hands them on.
 *
 * @param sink is told on the engine's thread
 */
record StatusReports(StatusSink sink) {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);

  void tell(final ModelReport report) {
    log(report);
    sink.model(report);
  }

  /** Steps of a preparation are details; the reason of a rejection is logged where it is found. */
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
