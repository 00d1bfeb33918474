package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.Announcement;
import io.labelstream.rollout.AnnouncementCodec;
import io.labelstream.rollout.ControlLog;
import io.labelstream.rollout.ControlRecord;
import io.labelstream.rollout.EffectiveFrom;
import io.labelstream.rollout.Lead;
import io.labelstream.rollout.Reach;
import io.labelstream.rollout.Traffic;
import io.labelstream.rollout.Trust;
import io.labelstream.rollout.Verdict;
import io.labelstream.rollout.VerdictCodec;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FleetTextTest {
  private static final Duration LEAD = Duration.ofSeconds(30);

  @Test
  void shouldShowTheFleetAsAlignedTables() {
    // Given
    final Fleet fleet = new Fleet(
        List.of(Fleets.instance("host-1", 1, Fleets.NOW), Fleets.instance("host-22", 0, Fleets.NOW.minusSeconds(3)),
            Fleets.instance("host-3", 1, Fleets.NOW.minusSeconds(300))),
        List.of(Fleets.state("host-1", "1", 0, "active", ""), Fleets.state("host-22", "1", 0, "rejected", "digest-differs"),
            Fleets.refusal("host-1", 7, "unsigned")),
        0);

    // When
    final String text = FleetText.render(new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log(), 1, Optional.empty()), Style.PLAIN);

    // Then
    assertThat(text).isEqualTo("""
        2026-01-31T12:00:00.000Z  2 live instances, 1 gone, lead 30 s, 1 control record

        INSTANCE  STATE    CONTROL TOPIC    MODELS HOLD  HEARTBEAT  SLOTS
        host-1    running  read to its end      1.0 MiB        now  language
        host-22   running  1 behind             1.0 MiB    3 s ago  language
        host-3    gone     -                          -  5 min ago  language

        slot language
          VERSION  DIGEST        DOES  FROM                                INSTANCE  STATE       HOLDS  STEPS
          lid 1    000000000000  live  2026-01-31T11:59:30.000Z, 30 s ago  host-1    active    1.0 MiB  fetched 2.0 ms
                                                                           host-22   rejected  1.0 MiB  digest-differs
          host-22 rejects lid 1: digest-differs (the artefact's digest is not the announced one): detail; announce the file that is there now; \
        never overwrite an announced file

        refused on the control topic
          OFFSET  SLOT      CODE      WHEN      INSTANCES
               7  language  unsigned  20 s ago  host-1
          7: unsigned (the announcement is not signed): detail; announce with `--sign KEY`

        not ready: host-22 lacks lid 1 for slot language, which is rejected there
        """);
  }

  @Test
  void shouldBeReadyWhenEachLiveInstanceCanServeWhatCountsNow() {
    // Given
    final Fleet fleet = new Fleet(
        List.of(Fleets.instance("host-1", 1, Fleets.NOW), Fleets.instance("host-3", 1, Fleets.NOW.minusSeconds(300))),
        List.of(Fleets.state("host-1", "1", 0, "active", "")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log(), 1, Optional.empty());

    // Then
    assertThat(report.lacks()).isEmpty();
    assertThat(new FleetReport(Fleets.NOW, report.lead(), fleet, log(), 1, Optional.of("other")).lacks())
        .containsExactly("no instance lives that has the slot other");
  }

  @Test
  void shouldShowNothingThatActsOnATerminal() {
    // Given
    final Table table = Table.of("NAME", ">COUNT");

    // When
    table.row("a\033[31m\nb", "1");

    // Then
    assertThat(table.render("", Style.PLAIN)).isEqualTo("NAME      COUNT\na␛[31m␊b      1\n");
  }

  @Test
  void shouldTellWhatIsPendingAndWhatIsVoid() {
    // Given
    final ControlLog log = log();
    announce(log, 2, 2);
    announce(log, 3, 3);
    judge(log, 4, 3, 3, new Verdict.Veto("too-large", "detail"));
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 5, Fleets.NOW)), List.of(Fleets.state("host-1", "1", 0, "active", ""),
        Fleets.state("host-1", "2", 2, "ready", ""), Fleets.state("host-1", "3", 3, "rejected", "too-large")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log, 5, Optional.empty());

    // Then
    assertThat(report.versions("language")).extracting(version -> version.id().version() + " " + version.role().text())
        .containsExactly("1 live", "2 live, pending", "3 void");
    assertThat(report.lacks()).isEmpty();
  }

  /** A log with one version that was announced and proved a minute ago. */
  private static ControlLog log() {
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.none());
    announce(log, 0, 1);
    judge(log, 1, 1, 0, new Verdict.Proved());
    return log;
  }

  private static void announce(final ControlLog log, final long offset, final long sequence) {
    final Announcement draft = Fleets.announcement(Long.toString(sequence), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD);
    final Announcement announcement = new Announcement(draft.slot(), sequence, draft.model(), draft.version(), draft.family(), draft.artifact(),
        draft.samples(), draft.traffic(), draft.effectiveFrom(), draft.reach(), "", "");
    append(log, offset, announcement.key(), AnnouncementCodec.encode(announcement));
  }

  private static void judge(final ControlLog log, final long offset, final long sequence, final long announcement, final Verdict.Finding finding) {
    final Verdict verdict = new Verdict("language", sequence, announcement, "host-1", finding);
    append(log, offset, verdict.key(), VerdictCodec.encode(verdict));
  }

  private static void append(final ControlLog log, final long offset, final String key, final byte[] value) {
    final OptionalLong time = OptionalLong.of(Fleets.NOW.minusSeconds(60).toEpochMilli());
    log.append(new ControlRecord(offset, time, key.getBytes(StandardCharsets.UTF_8), value, null));
  }
}
