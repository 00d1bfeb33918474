package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink.ControlReport;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports of an instance. */
final class Statuses {
  static final SharedConfig CONFIG =
      SharedConfig.of("models", "model-artifacts", Duration.ofMinutes(1), List.of("topic", "language"), List.of(), List.of("/models"));

  private Statuses() {}

  static Entry entry(final String version, final long offset) {
    return new Entry(new Announcement(Drafts.SLOT, 7, "lid", version, "fasttext", new ArtifactReference("file:///lid.ftz", 10, "ef".repeat(32)),
        Optional.empty(), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "", ""), offset, 1_000);
  }

  static ModelReport report(final String version, final ModelState state) {
    return new ModelReport(Drafts.SLOT, entry(version, 12), state, Optional.empty(), 4096,
        List.of(new StepTime(ModelState.FETCHED, Duration.ofNanos(1_234_567)), new StepTime(ModelState.VERIFIED, Duration.ofMillis(3))));
  }

  static ModelReport rejected(final String version, final RejectionCode code, final String detail) {
    return new ModelReport(Drafts.SLOT, entry(version, Entry.BASE_OFFSET), ModelState.REJECTED, Optional.of(new Rejection(code, detail)), 0, List.of());
  }

  static ControlReport refused(final Optional<String> slot, final long offset) {
    return new ControlReport(slot, OptionalLong.of(offset), new Rejection(RejectionCode.UNREADABLE, "the value has 7 bytes"));
  }

  static StatusPublisher.Heartbeat heartbeat(final String state) {
    return new StatusPublisher.Heartbeat(List.of("language", "topic"), state, 42, InstanceState.Currency.CAUGHT_UP, 9_000, CONFIG,
        List.of("i9"));
  }
}
