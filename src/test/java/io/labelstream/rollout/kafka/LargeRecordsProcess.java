package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a control topic as an instance and as a tool does, and says what it found. */
final class LargeRecordsProcess {
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(1));
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private LargeRecordsProcess() {}

  public static void main(final String[] arguments) throws InterruptedException {
    System.out.println(read(arguments[0], arguments[1]));
  }

  static String read(final String topic, final String servers) throws InterruptedException {
    final Map<String, Object> properties = Map.of("bootstrap.servers", servers);
    final Witness witness = new Witness();
    final ControlLog log = new ControlLog(LEAD, Trust.none(), Map.of(Drafts.SLOT, Optional.empty()));
    final ControlReader.Readiness readiness;
    try (ControlReader reader =
        ControlReader.start(new ControlReader.Settings(topic, LEAD), log, witness, witness, InstantSource.system(), properties)) {
      readiness = reader.awaitCaughtUp(PATIENCE);
    }
    if (!(readiness instanceof ControlReader.CaughtUp)) {
      return "instance " + readiness;
    }
    try (ControlTopicReader tool = new ControlTopicReader(properties, topic)) {
      final List<Long> offsets = tool.read(PATIENCE).stream().map(ControlRecord::offset).toList();
      return "instance " + witness.sequences() + " " + witness.codes().stream().map(RejectionCode::code).toList() + ", tool " + offsets + " and "
          + tool.passedOver() + " passed over";
    }
  }
}
