package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.AnnouncementCodec;
import io.labelstream.rollout.ControlLog;
import io.labelstream.rollout.ControlRecord;
import io.labelstream.rollout.EffectiveFrom;
import io.labelstream.rollout.Reach;
import io.labelstream.rollout.Traffic;
import io.labelstream.rollout.Trust;
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
    final String text = FleetText.render(new FleetReport(Fleets.NOW, new Lead(LEAD, Optional.empty()), fleet, log(), 1, Optional.empty()), Style.PLAIN);

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
                                                                           host-22   rejected  1.0 MiB  fetched 2.0 ms
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
    final FleetReport report = new FleetReport(Fleets.NOW, new Lead(LEAD, Optional.empty()), fleet, log(), 1, Optional.empty());

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

  private static ControlLog log() {
    final ControlLog log = ControlLog.ofAllSlots(LEAD, Trust.none());
    log.append(new ControlRecord(0, OptionalLong.of(Fleets.NOW.minusSeconds(60).toEpochMilli()), "language/1".getBytes(StandardCharsets.UTF_8),
        AnnouncementCodec.encode(Fleets.announcement("1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD)), null));
    return log;
  }
}
