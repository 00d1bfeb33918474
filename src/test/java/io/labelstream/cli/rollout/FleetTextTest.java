package io.labelstream.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.JsonText;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
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
    final String text = FleetText.render(new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, live(), 1, Optional.empty()), Style.PLAIN);

    // Then
    assertThat(text).isEqualTo("""
        2026-01-31T12:00:00.000Z  2 live instances, 1 gone, lead 30 s, 1 control record

        INSTANCE  STATE    CONTROL TOPIC    MODELS HOLD  HEARTBEAT  SLOTS
        host-1    running  read to its end      1.0 MiB        now  language
        host-22   running  1 behind             1.0 MiB    3 s ago  language
        host-3    gone     -                          -  5 min ago  language

        slot language
            INSTANCE  STATE       HOLDS  STEPS
          lid 1 (000000000000): live since 2026-01-31T11:59:30.000Z, 30 s ago
            host-1    active    1.0 MiB  fetched 2.0 ms
            host-22   rejected  1.0 MiB  digest-differs
          host-22 rejects lid 1: digest-differs (the artefact's digest is not the announced one): detail;
            announce the file that is there now; never overwrite an announced file

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
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, live(), 1, Optional.empty());

    // Then
    assertThat(report.lacks()).isEmpty();
    assertThat(new FleetReport(Fleets.NOW, report.lead(), fleet, live(), 1, Optional.of("other")).lacks())
        .containsExactly("no instance lives that has the slot other");
  }

  @Test
  void shouldShowAllThatAVersionDoes() throws Exception {
    // Given
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 3, Fleets.NOW)),
        List.of(Fleets.state("host-1", "1", 0, "active", ""), Fleets.state("host-1", "2", 2, "active", "")), 0);
    final ControlLog log = log(
        Fleets.announcement("1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD),
        Fleets.announcement("2", new Traffic.Canary(10, "salt"), new EffectiveFrom.AfterLead(), Reach.FORWARD),
        Fleets.announcement("2", new Traffic.Shadow(), new EffectiveFrom.AfterLead(), Reach.FORWARD),
        Fleets.announcement("2", new Traffic.Live(), new EffectiveFrom.At(Fleets.NOW.plusSeconds(20).toEpochMilli()), Reach.FORWARD));
    final FleetReport report = report(fleet, log);

    // When
    final String text = FleetText.render(report, Style.PLAIN);
    final JsonNode json = new ObjectMapper().readTree(FleetJson.render(report, JsonText.Layout.ONE_LINE));

    // Then
    assertThat(text).contains("""
          lid 2 (000000000000): canary 10 % since 2026-01-31T11:59:30.000Z, 30 s ago; shadow since
            2026-01-31T11:59:30.000Z, 30 s ago; live from 2026-01-31T12:00:20.000Z, in 20 s
        """);
    assertThat(json.at("/slots/0/versions/1/role").textValue()).isEqualTo("canary");
    assertThat(json.at("/slots/0/versions/1/roles").findValuesAsText("role")).containsExactly("canary", "shadow", "coming");
    assertThat(json.at("/slots/0/versions/1/sha256").textValue()).isEqualTo(Fleets.digest("2"));
  }

  @Test
  void shouldShowADigestOnceWhereTheVersionIsNamedAfterIt() {
    // Given
    final String version = "000000000000";
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 1, Fleets.NOW)), List.of(Fleets.base("host-1", version, "active")), 0);

    // When
    final String text = FleetText.render(report(fleet, log()), Style.PLAIN);

    // Then
    assertThat(text).contains("  lid " + version + ": live (configuration)\n");
  }

  @Test
  void shouldShowWhatInstancesOfAnApplicationHaveConfiguredDifferently() throws Exception {
    // Given
    final Fleet fleet = new Fleet(
        List.of(configured("host-1", "app", 30), configured("host-2", "app", 60), configured("host-3", "app", 30), configured("host-4", "other", 90)),
        List.of(), 0);

    // When
    final String text = FleetText.render(report(fleet, log()), Style.PLAIN);
    final JsonNode json = new ObjectMapper().readTree(FleetJson.render(report(fleet, log()), JsonText.Layout.ONE_LINE));

    // Then
    assertThat(text).contains("""

        config-differs: the instances of app differ in lead (30000 ms on host-1, host-3; 60000 ms on host-2)
        """).doesNotContain("90000 ms");
    assertThat(json.at("/configDiffers")).hasSize(1);
    assertThat(json.at("/configDiffers/0/values/1/value").textValue()).isEqualTo("60000 ms");
    assertThat(json.at("/instances/0/config/locations").textValue()).hasSize(64);
  }

  @Test
  void shouldFitAHundredColumns() {
    // Given
    final String name = "labelstream-classifier-7c9d5b6f4-x2x7k-production-eu-central-1a-4f0c11aa-0123456789";
    final Fleet fleet = new Fleet(
        List.of(configured(name, "app", 30), configured("two", "app", 60), Fleets.instance("gone", 0, Fleets.NOW.minusSeconds(500))),
        List.of(prepared(name, "active", ""), prepared("two", "rejected", "samples-differ"), Fleets.refusal(name, 7, "unsigned")), 0);
    final FleetReport report = new FleetReport(Fleets.NOW, FleetLead.of(Optional.empty(), fleet, Fleets.NOW), fleet,
        log(Fleets.announcement("1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD)), 9, Optional.empty());

    // When
    final String text = FleetText.render(report, Style.PLAIN);

    // Then
    assertThat(text).contains(name.substring(0, 40), "note: the instances", "config-differs:", "two rejects", "not ready:", "refused on the control topic");
    assertThat(text.lines()).allSatisfy(line -> assertThat(DisplayText.width(line)).as(line).isLessThanOrEqualTo(100));
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

  private static ControlLog live() {
    return log(Fleets.announcement("1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD));
  }

  private static FleetReport report(final Fleet fleet, final ControlLog log) {
    return new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log, 1, Optional.empty());
  }

  private static InstanceState configured(final String instance, final String application, final int leadSeconds) {
    final Duration lead = Duration.ofSeconds(leadSeconds);
    return new InstanceState(instance, application, List.of("language"), "running", 1, InstanceState.Currency.CAUGHT_UP, lead, Duration.ofSeconds(7), 1 << 20,
        Fleets.NOW, Fleets.NOW, "token", SharedConfig.of("models", "artifacts", lead, List.of("language"), List.of(), List.of("/models")), List.of());
  }

  private static VersionState prepared(final String instance, final String state, final String code) {
    final List<VersionState.Step> steps = Stream.of("fetched", "verified", "mapped", "proved", "ready", "active")
        .map(step -> new VersionState.Step(step, Duration.ofMillis(1_234))).toList();
    return new VersionState(instance, "app", "language", "lid", "1", Fleets.digest("1"), 1, OptionalLong.of(0), state, code, code.isEmpty() ? "" : "detail",
        1 << 20, steps, Fleets.NOW);
  }

  /** Announcements that were made and proved a minute ago. */
  private static ControlLog log(final Announcement... announcements) {
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

  @Test
  void shouldTellThatARejectionWhichMayPassIsTriedAgain() {
    // Given
    final ControlLog log = live();
    announce(log, 2, 2);
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 3, Fleets.NOW)),
        List.of(Fleets.state("host-1", "1", 0, "active", ""), Fleets.state("host-1", "2", 2, "rejected", "location-unreadable")), 0);

    // When
    final String text = FleetText.render(new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log, 3, Optional.empty()), Style.PLAIN);

    // Then
    assertThat(text.replaceAll("\\s+", " ")).contains("host-1 rejects lid 2: location-unreadable", "or announce with `--upload`; it is tried again");
  }

  @Test
  void shouldTellWhatWasSupersededBeforeAnybodyProvedIt() {
    // Given
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.none());
    announce(log, 0, 1);
    announce(log, 1, 2);
    judge(log, 2, 2, 1, new Verdict.Proved());
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 3, Fleets.NOW)), List.of(Fleets.state("host-1", "1", 0, "ready", ""),
        Fleets.state("host-1", "2", 1, "active", "")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log, 3, Optional.empty());

    // Then
    assertThat(report.versions("language")).extracting(version -> version.id().version() + " " + version.roles().getFirst().text())
        .containsExactly("2 live", "1 superseded before it was proved");
  }

  @Test
  void shouldTellWhatIsPendingAndWhatIsVoid() {
    // Given
    final ControlLog log = live();
    announce(log, 2, 2);
    announce(log, 3, 3);
    judge(log, 4, 3, 3, new Verdict.Veto("too-large", "detail"));
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 5, Fleets.NOW)), List.of(Fleets.state("host-1", "1", 0, "active", ""),
        Fleets.state("host-1", "2", 2, "ready", ""), Fleets.state("host-1", "3", 3, "rejected", "too-large")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log, 5, Optional.empty());

    // Then
    assertThat(report.versions("language")).extracting(version -> version.id().version() + " " + version.roles().getFirst().text())
        .containsExactly("1 live", "2 live, pending", "3 void");
    assertThat(report.lacks()).isEmpty();
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
