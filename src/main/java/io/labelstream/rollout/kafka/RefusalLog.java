package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs refused control records: a line for each code, however many there are, whenever the end of the topic is reached. For one thread. */
final class RefusalLog {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final String topic;
  private final Map<RejectionCode, Refusals> waiting = new EnumMap<>(RejectionCode.class);
  private long oldest;

  RefusalLog(final Logger log, final String topic) {
    this.log = log;
    this.topic = topic;
  }

  /** Refusals with one code: the first of them, how many there are, and the offset of the last one. */
  private record Refusals(Optional<String> slot, long offset, Rejection rejection, long count, long last) {}

  void add(final Optional<String> slot, final long offset, final Rejection rejection) {
    if (waiting.isEmpty()) {
      oldest = System.nanoTime();
    }
    waiting.merge(rejection.code(), new Refusals(slot, offset, rejection, 1, offset),
        (first, one) -> new Refusals(first.slot(), first.offset(), first.rejection(), first.count() + 1, one.last()));
  }

  /** Logs all: there is nothing more to be read for the moment. */
  void write() {
    waiting.values().forEach(this::write);
    waiting.clear();
  }

  /** Logs all if the first was refused long ago: there is more to be read, but it should not be held back until all of it is. */
  void writeIfLate() {
    if (!waiting.isEmpty() && System.nanoTime() - oldest > LONGEST_NANOS) {
      write();
    }
  }

  private void write(final Refusals refusals) {
    final RejectionCode code = refusals.rejection().code();
    LoggingEventBuilder line = log.atWarn().addKeyValue("topic", topic).addKeyValue("offset", refusals.offset());
    if (refusals.slot().isPresent()) {
      line = line.addKeyValue("slot", refusals.slot().get());
    }
    line = line.addKeyValue("code", code.code()).addKeyValue("detail", refusals.rejection().detail());
    if (refusals.count() > 1) {
      line = line.addKeyValue("records", refusals.count()).addKeyValue("lastOffset", refusals.last());
    }
    line.log(code.meaning());
  }
}
