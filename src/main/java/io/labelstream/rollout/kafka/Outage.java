package io.labelstream.rollout.kafka;

import org.slf4j.Logger;

/** Logs a failure that lasts, such as Kafka being away: once when it begins and once when it is over, not at every try. For one thread. */
final class Outage {
  private final Logger log;
  private final String topic;
  private final String begins;
  private final String ends;
  private String reason = "";

  Outage(final Logger log, final String topic, final String begins, final String ends) {
    this.log = log;
    this.topic = topic;
    this.begins = begins;
    this.ends = ends;
  }

  /** Takes the reason why the latest try has failed; empty: it has not. */
  void tried(final String failure) {
    if (!failure.isEmpty() && reason.isEmpty()) {
      log.atWarn().addKeyValue("topic", topic).addKeyValue("reason", failure).log(begins);
    } else if (failure.isEmpty() && !reason.isEmpty()) {
      log.atInfo().addKeyValue("topic", topic).log(ends);
    }
    reason = failure;
  }

  /** The reason why the latest try has failed; empty: it has not. */
  String reason() {
    return reason;
  }
}
