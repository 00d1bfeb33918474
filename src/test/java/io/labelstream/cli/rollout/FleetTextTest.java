package io.labelstream.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.output.DisplayText;
import io.labelstream.display.json.JsonText;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.fleet.FleetLead;
import io.labelstream.rollout.fleet.FleetReport;
import io.labelstream.rollout.fleet.Fleets;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
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
    final String text = FleetText.render(new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, Fleets.live(), 1, Optional.empty()), Style.PLAIN);

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
  void shouldShowAllThatAVersionDoes() throws Exception {
    // Given
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 3, Fleets.NOW)),
        List.of(Fleets.state("host-1", "1", 0, "active", ""), Fleets.state("host-1", "2", 2, "active", "")), 0);
    final ControlLog log = Fleets.log(
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
    final String text = FleetText.render(report(fleet, Fleets.log()), Style.PLAIN);

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
    final String text = FleetText.render(report(fleet, Fleets.log()), Style.PLAIN);
    final JsonNode json = new ObjectMapper().readTree(FleetJson.render(report(fleet, Fleets.log()), JsonText.Layout.ONE_LINE));

    // Then
    assertThat(text).contains("""

        config-differs: the instances of app differ in lead (30000 ms on host-1, host-3; 60000 ms on host-2)
        """).doesNotContain("90000 ms");
    assertThat(json.at("/configDiffers")).hasSize(1);
    assertThat(json.at("/configDiffers/0/values/1/value").textValue()).isEqualTo("60000 ms");
    assertThat(json.at("/instances/0/config/locations").textValue()).hasSize(64);
  }

  @Test
  void shouldSayThatNoLiveInstanceHasASlot() {
    // Given
    final Fleet fleet = new Fleet(List.of(), List.of(), 0);

    // When
    final String text = FleetText.render(report(fleet, Fleets.live()), Style.PLAIN);

    // Then
    assertThat(text).contains("""

        slot language: no live instance has it
          lid 1 (000000000000): live since 2026-01-31T11:59:30.000Z, 30 s ago

        not ready: no instance lives
        """);
  }

  @Test
  void shouldFitAHundredColumns() {
    // Given
    final String name = "labelstream-classifier-7c9d5b6f4-x2x7k-production-eu-central-1a-4f0c11aa-0123456789";
    final Fleet fleet = new Fleet(
        List.of(configured(name, "app", 30), configured("two", "app", 60), Fleets.instance("gone", 0, Fleets.NOW.minusSeconds(500))),
        List.of(prepared(name, "active", ""), prepared("two", "rejected", "samples-differ"), Fleets.refusal(name, 7, "unsigned")), 0);
    final FleetReport report = new FleetReport(Fleets.NOW, FleetLead.of(Optional.empty(), fleet, Fleets.NOW), fleet,
        Fleets.log(Fleets.announcement("1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD)), 9, Optional.empty());

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

  @Test
  void shouldTellThatARejectionWhichMayPassIsTriedAgain() {
    // Given
    final ControlLog log = Fleets.live();
    Fleets.announce(log, 2, 2);
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 3, Fleets.NOW)),
        List.of(Fleets.state("host-1", "1", 0, "active", ""), Fleets.state("host-1", "2", 2, "rejected", "location-unreadable")), 0);

    // When
    final String text = FleetText.render(new FleetReport(Fleets.NOW, new FleetLead(LEAD, Optional.empty()), fleet, log, 3, Optional.empty()), Style.PLAIN);

    // Then
    assertThat(text.replaceAll("\\s+", " ")).contains("host-1 rejects lid 2: location-unreadable", "or announce with `--upload`; it is tried again");
  }
}
