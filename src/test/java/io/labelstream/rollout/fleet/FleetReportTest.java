package io.labelstream.rollout.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetReportTest {
  @Test
  void shouldBeReadyWhenEachLiveInstanceCanServeWhatCountsNow() {
    // Given
    final Fleet fleet = new Fleet(
        List.of(Fleets.instance("host-1", 1, Fleets.NOW), Fleets.instance("host-3", 1, Fleets.NOW.minusSeconds(300))),
        List.of(Fleets.state("host-1", "1", 0, "active", "")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(Fleets.LEAD, Optional.empty()), fleet, Fleets.live(), 1, Optional.empty());

    // Then
    assertThat(report.lacks()).isEmpty();
    assertThat(new FleetReport(Fleets.NOW, report.lead(), fleet, Fleets.live(), 1, Optional.of("other")).lacks())
        .containsExactly(new Lack.NoInstance(Optional.of("other")));
  }

  @Test
  void shouldTellWhatWasSupersededBeforeAnybodyProvedIt() {
    // Given
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(Fleets.LEAD), Trust.none());
    Fleets.announce(log, 0, 1);
    Fleets.announce(log, 1, 2);
    Fleets.judge(log, 2, 2, 1, new Verdict.Proved());
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 3, Fleets.NOW)), List.of(Fleets.state("host-1", "1", 0, "ready", ""),
        Fleets.state("host-1", "2", 1, "active", "")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(Fleets.LEAD, Optional.empty()), fleet, log, 3, Optional.empty());

    // Then
    assertThat(report.versions("language")).extracting(FleetReportTest::told)
        .containsExactly("2 LIVE ANNOUNCEMENT", "1 EARLIER SUPERSEDED");
  }

  @Test
  void shouldTellWhatIsPendingAndWhatIsVoid() {
    // Given
    final ControlLog log = Fleets.live();
    Fleets.announce(log, 2, 2);
    Fleets.announce(log, 3, 3);
    Fleets.judge(log, 4, 3, 3, new Verdict.Veto("too-large", "detail"));
    final Fleet fleet = new Fleet(List.of(Fleets.instance("host-1", 5, Fleets.NOW)), List.of(Fleets.state("host-1", "1", 0, "active", ""),
        Fleets.state("host-1", "2", 2, "ready", ""), Fleets.state("host-1", "3", 3, "rejected", "too-large")), 0);

    // When
    final FleetReport report = new FleetReport(Fleets.NOW, new FleetLead(Fleets.LEAD, Optional.empty()), fleet, log, 5, Optional.empty());

    // Then
    assertThat(report.versions("language")).extracting(FleetReportTest::told)
        .containsExactly("1 LIVE ANNOUNCEMENT", "2 COMING PENDING", "3 WITHDRAWN VOID");
    assertThat(report.lacks()).isEmpty();
  }

  private static String told(final FleetReport.OnInstance version) {
    final Role role = version.roles().getFirst();
    return version.id().version() + " " + role.rank() + " " + role.basis();
  }
}
