package io.labelstream.rollout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Decisions from the control log and the status topic. */
class RolloutDecisionsTest {
  private static final Instant NOW = Fleets.NOW;
  private static final Duration LEAD = Duration.ofSeconds(30);
  private static final List<BaseVersion> BASE = List.of(new BaseVersion("lid", "base", Fleets.digest("base")));

  @Test
  void shouldRollBackToTheVersionBefore() throws Exception {
    // Given
    final Timeline timeline = Timeline.of(List.of(
        Fleets.entry(0, "1", new Traffic.Live(), 100), Fleets.entry(1, "2", new Traffic.Live(), 200), Fleets.entry(2, "3", new Traffic.Live(), 300)));

    // When
    final RollbackPlan plan = RollbackPlan.of("language", timeline, BASE, 400, Optional.empty());

    // Then
    assertThat(plan).isEqualTo(new RollbackPlan.Again(timeline.entries().get(2), timeline.entries().get(1)));
  }

  @Test
  void shouldGoFurtherBackWithASecondAndAThirdRollback() throws Exception {
    // Given
    final List<Entry> entries = new ArrayList<>(List.of(
        Fleets.entry(0, "1", new Traffic.Live(), 100), Fleets.entry(1, "2", new Traffic.Live(), 200), Fleets.entry(2, "3", new Traffic.Live(), 300)));

    // When
    final List<String> versions = new ArrayList<>();
    for (long offset = 3; offset < 5; offset++) {
      final RollbackPlan.Again plan = (RollbackPlan.Again) RollbackPlan.of("language", Timeline.of(entries), BASE, 400 + offset, Optional.empty());
      versions.add(plan.target().id().version());
      entries.add(Fleets.entry(offset, plan.target().id().version(), new Traffic.Live(), 400 + offset));
    }
    final RollbackPlan third = RollbackPlan.of("language", Timeline.of(entries), BASE, 405, Optional.empty());

    // Then
    assertThat(versions).containsExactly("2", "1");
    assertThat(third).isInstanceOfSatisfying(RollbackPlan.ToBase.class, plan -> assertThat(plan.base()).isEqualTo(BASE.getFirst()));
  }

  @Test
  void shouldNotRollBackToAVersionThatWasWithdrawn() throws Exception {
    // Given
    final Timeline timeline = Timeline.of(List.of(
        Fleets.entry(0, "1", new Traffic.Live(), 100), Fleets.entry(1, "2", new Traffic.Live(), 200), Fleets.entry(2, "3", new Traffic.Live(), 300),
        Fleets.entry(3, "2", new Traffic.Withdrawn(), 350)));

    // When
    final RollbackPlan plan = RollbackPlan.of("language", timeline, BASE, 400, Optional.empty());

    // Then
    assertThat(plan).isEqualTo(new RollbackPlan.Again(timeline.entries().get(2), timeline.entries().getFirst()));
  }

  @Test
  void shouldWithdrawAllThatIsAnnouncedToComeBackToTheBaseVersion() throws Exception {
    // Given
    final Timeline timeline = Timeline.of(List.of(Fleets.entry(0, "1", new Traffic.Live(), 100), Fleets.entry(1, "2", new Traffic.Live(), 200)));

    // When
    final RollbackPlan plan =
        RollbackPlan.of("language", timeline, BASE, 400, Optional.of(new VersionChoice("language", "base", Optional.empty())));

    // Then
    assertThat(plan).isEqualTo(new RollbackPlan.ToBase(timeline.entries().get(1), timeline.entries(), BASE.getFirst()));
  }

  @Test
  void shouldWithdrawTheVersionThatIsLiveLastWhenItWasLiveBeforeAnother() throws Exception {
    // Given
    final Timeline timeline = Timeline.of(List.of(
        Fleets.entry(0, "1", new Traffic.Live(), 100), Fleets.entry(1, "2", new Traffic.Live(), 200), Fleets.entry(2, "1", new Traffic.Live(), 300)));

    // When
    final RollbackPlan plan = RollbackPlan.of("language", timeline, BASE, 400, Optional.empty());

    // Then
    assertThat(plan).isEqualTo(
        new RollbackPlan.ToBase(timeline.entries().get(2), List.of(timeline.entries().get(1), timeline.entries().get(2)), BASE.getFirst()));
  }

  @Test
  void shouldRefuseToRollBackTheFirstVersionOfASlotWithoutABaseVersion() {
    // Given
    final Timeline timeline = Timeline.of(List.of(Fleets.entry(0, "1", new Traffic.Live(), 100)));

    // When
    final FleetException refused =
        catchThrowableOfType(FleetException.class, () -> RollbackPlan.of("language", timeline, List.of(), 400, Optional.empty()));

    // Then
    assertThat(refused).hasMessageContaining("lid 1 is the first version");
    assertThat(refused.reason()).isEqualTo(FleetException.Reason.NO_SUCH_ROLLBACK);
  }

  @Test
  void shouldForeseeThatAnAnnouncementComesTooLate() {
    assertThat(objection(new EffectiveFrom.At(NOW.plusSeconds(29).toEpochMilli()), Reach.FORWARD)).contains(RejectionCode.TOO_LATE);
    assertThat(objection(new EffectiveFrom.At(NOW.plusSeconds(30).toEpochMilli()), Reach.FORWARD)).isEmpty();
    assertThat(objection(new EffectiveFrom.At(NOW.minusSeconds(90).toEpochMilli()), Reach.RETROACTIVE)).isEmpty();
    assertThat(objection(new EffectiveFrom.AfterLead(), Reach.FORWARD)).isEmpty();
  }

  @Test
  void shouldForeseeThatABaseVersionComesFirst() {
    // Given
    final Fleet fleet = new Fleet(List.of(Fleets.instance("a", 0, NOW)), List.of(Fleets.base("a", "base", "active")), 0);

    // When
    final Optional<Rejection> refused = Preflight.objection(
        Fleets.announcement("1", new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD), Timeline.empty(), fleet, LEAD, NOW);

    // Then
    assertThat(refused.map(Rejection::code)).contains(RejectionCode.NOT_FIRST);
  }

  @Test
  void shouldWaitForEachLiveInstanceThatHasTheSlot() {
    // Given
    final Fleet fleet = new Fleet(
        List.of(Fleets.instance("behind", 5, NOW), Fleets.instance("dead", 9, NOW.minusSeconds(60)), Fleets.instance("preparing", 6, NOW),
            Fleets.instance("ready", 6, NOW), Fleets.instance("refusing", 6, NOW), Fleets.instance("unwilling", 6, NOW)),
        List.of(Fleets.state("behind", "1", 3, "ready", ""), Fleets.state("dead", "1", 5, "ready", ""), Fleets.state("preparing", "1", 5, "mapped", ""),
            Fleets.state("ready", "1", 5, "ready", ""), Fleets.refusal("refusing", 5, "unsigned"), Fleets.state("unwilling", "1", 5, "rejected", "too-large")),
        0);

    // When
    final var readiness = Readiness.of(fleet, "language", Fleets.entry(5, "1", new Traffic.Staged(), 0).id(), 5, NOW);

    // Then
    assertThat(readiness).containsOnlyKeys("behind", "preparing", "ready", "refusing", "unwilling");
    assertThat(readiness.get("behind")).isEqualTo(new Readiness.Unaware());
    assertThat(readiness.get("preparing")).isEqualTo(new Readiness.Preparing("mapped"));
    assertThat(readiness.get("ready")).isInstanceOf(Readiness.Ready.class);
    assertThat(readiness.get("refusing")).isEqualTo(new Readiness.Rejected("unsigned", "detail"));
    assertThat(readiness.get("unwilling")).isEqualTo(new Readiness.Rejected("too-large", "detail"));
  }

  @Test
  void shouldNotTakeTheRejectionOfAnEarlierAnnouncementForOneOfThis() {
    // Given
    final Fleet fleet = new Fleet(List.of(Fleets.instance("a", 6, NOW)), List.of(Fleets.state("a", "1", 3, "rejected", "too-large")), 0);

    // When
    final var readiness = Readiness.of(fleet, "language", Fleets.entry(5, "1", new Traffic.Staged(), 0).id(), 5, NOW);

    // Then
    assertThat(readiness.get("a")).isEqualTo(new Readiness.Preparing("rejected"));
  }

  @Test
  void shouldTakeTheLeadOfTheInstancesAndWarnWhereTheyDiffer() {
    // Given
    final InstanceState one = Fleets.instance("one", 0, NOW);
    final InstanceState other = new InstanceState("other", "app", List.of("language"), "running", 0, InstanceState.Currency.CAUGHT_UP,
        Duration.ofSeconds(5), Duration.ofSeconds(5), 0, NOW, NOW, "", SharedConfig.none(), List.of());

    // When
    final FleetLead alike = FleetLead.of(Optional.empty(), new Fleet(List.of(other), List.of(), 0), NOW);
    final FleetLead different = FleetLead.of(Optional.empty(), new Fleet(List.of(one, other), List.of(), 0), NOW);
    final FleetLead nobody = FleetLead.of(Optional.empty(), new Fleet(List.of(), List.of(), 0), NOW);

    // Then
    assertThat(alike).isEqualTo(new FleetLead(Duration.ofSeconds(5), Optional.empty()));
    assertThat(different.value()).isEqualTo(LEAD);
    assertThat(different.doubt()).contains(new FleetLead.Doubt.Differing(new TreeMap<>(Map.of("one", LEAD, "other", Duration.ofSeconds(5))), LEAD));
    assertThat(nobody.value()).isEqualTo(LEAD);
    assertThat(nobody.doubt()).contains(new FleetLead.Doubt.Untold(LEAD));
  }

  @Test
  void shouldLookForConflictsAmongThoseWhoReadTheControlTopic() {
    // Given
    final List<InstanceState> live = List.of(configured("one", "app", "models", 30), configured("two", "app", "models", 30),
        configured("elsewhere-1", "neighbour", "their-models", 5), configured("elsewhere-2", "neighbour", "their-models", 6));
    final List<InstanceState> astray = List.of(configured("one", "app", "models", 30), configured("two", "app", "their-models", 30));

    // When
    final List<ConfigConflict> none = ConfigConflict.of(ConfigConflict.readersOf("models", live));
    final List<ConfigConflict> theirs = ConfigConflict.of(ConfigConflict.readersOf("their-models", live));
    final List<ConfigConflict> topics = ConfigConflict.of(ConfigConflict.readersOf("models", astray));

    // Then
    assertThat(none).isEmpty();
    assertThat(ConfigConflict.inWords(theirs))
        .containsExactly("config-differs: the instances of neighbour differ in lead (5000 ms on elsewhere-1; 6000 ms on elsewhere-2)");
    assertThat(topics).extracting(ConfigConflict::part).containsExactly(SharedConfig.Part.CONTROL_TOPIC);
  }

  private static InstanceState configured(final String instance, final String application, final String controlTopic, final int leadSeconds) {
    final Duration lead = Duration.ofSeconds(leadSeconds);
    return new InstanceState(instance, application, List.of("language"), "running", 0, InstanceState.Currency.CAUGHT_UP, lead, lead, 0, NOW, NOW, "token",
        SharedConfig.of(controlTopic, "artifacts", lead, List.of("language"), List.of(), List.of()), List.of());
  }

  private static Optional<RejectionCode> objection(final EffectiveFrom from, final Reach reach) {
    return Preflight.objection(Fleets.announcement("1", new Traffic.Live(), from, reach), Timeline.empty(), new Fleet(List.of(), List.of(), 0), LEAD, NOW)
        .map(Rejection::code);
  }
}
