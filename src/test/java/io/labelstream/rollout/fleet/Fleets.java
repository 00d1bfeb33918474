package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.VersionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Instances, versions and announcements of the slot {@code language} for tests, of which only what matters to the test is said. */
public final class Fleets {
  public static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  public static final Duration LEAD = Duration.ofSeconds(30);

  private Fleets() {}

  public static InstanceState instance(final String name, final long controlPosition, final Instant heartbeat) {
    return new InstanceState(name, "app", List.of("language"), "running", controlPosition, InstanceState.Currency.CAUGHT_UP, Duration.ofSeconds(30),
        Duration.ofSeconds(7), 1 << 20, heartbeat, heartbeat, "", SharedConfig.none(), List.of());
  }

  public static VersionState state(final String instance, final String version, final long offset, final String state, final String code) {
    return new VersionState(instance, "app", "language", "lid", version, digest(version), offset + 1, OptionalLong.of(offset), state, code,
        code.isEmpty() ? "" : "detail", 1 << 20, List.of(new VersionState.Step("fetched", Duration.ofMillis(2))), NOW);
  }

  public static VersionState base(final String instance, final String version, final String state) {
    return new VersionState(instance, "app", "language", "lid", version, digest(version), 0, OptionalLong.empty(), state, "", "", 1 << 20, List.of(), NOW);
  }

  public static VersionState refusal(final String instance, final long offset, final String code) {
    return new VersionState(instance, "app", "language", "", "", "", 0, OptionalLong.of(offset), "rejected", code, "detail", 0, List.of(),
        NOW.minusSeconds(20));
  }

  public static Announcement announcement(final String version, final Traffic traffic, final EffectiveFrom from, final Reach reach) {
    return new Announcement("language", 1, "lid", version, "fasttext", new ArtifactReference("file:///models/" + version, 1000, digest(version)),
        Optional.empty(), traffic, from, reach, "", "");
  }

  public static Entry entry(final long offset, final String version, final Traffic traffic, final long from) {
    return new Entry(announcement(version, traffic, new EffectiveFrom.At(from), Reach.FORWARD), offset, from);
  }

  public static String digest(final String version) {
    return String.format("%064x", version.hashCode() & 0xFFFFFFFFL);
  }

  /** A log with the version 1, live. */
  public static ControlLog live() {
    return log(announcement("1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD));
  }

  /** Announcements that were made and proved a minute ago. */
  public static ControlLog log(final Announcement... announcements) {
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.none());
    for (int at = 0; at < announcements.length; at++) {
      final Announcement each = announcements[at];
      final Announcement announcement = new Announcement(each.slot(), at + 1, each.model(), each.version(), each.family(), each.artifact(), each.samples(),
          each.traffic(), each.effectiveFrom(), each.reach(), each.note(), each.cluster());
      append(log, 2L * at, announcement.key(), AnnouncementCodec.encode(announcement));
      judge(log, 2L * at + 1, announcement.sequence(), 2L * at, new Verdict.Proved());
    }
    return log;
  }

  /** A live version that is named after the sequence. */
  public static void announce(final ControlLog log, final long offset, final long sequence) {
    final Announcement draft = announcement(Long.toString(sequence), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD);
    final Announcement announcement = new Announcement(draft.slot(), sequence, draft.model(), draft.version(), draft.family(), draft.artifact(),
        draft.samples(), draft.traffic(), draft.effectiveFrom(), draft.reach(), "", "");
    append(log, offset, announcement.key(), AnnouncementCodec.encode(announcement));
  }

  /** A verdict of the instance host-1. */
  public static void judge(final ControlLog log, final long offset, final long sequence, final long announcement, final Verdict.Finding finding) {
    final Verdict verdict = new Verdict("language", sequence, announcement, "host-1", finding);
    append(log, offset, verdict.key(), VerdictCodec.encode(verdict));
  }

  private static void append(final ControlLog log, final long offset, final String key, final byte[] value) {
    final OptionalLong time = OptionalLong.of(NOW.minusSeconds(60).toEpochMilli());
    log.append(new ControlRecord(offset, time, key.getBytes(StandardCharsets.UTF_8), value, null));
  }
}
