package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.MemoryPlanner.Demand;
import io.labelstream.rollout.MemoryPlanner.Model;
import io.labelstream.rollout.MemoryPlanner.Room;
import io.labelstream.rollout.Snapshot.Necessity;
import io.labelstream.rollout.Snapshot.Use;
import io.labelstream.rollout.Snapshot.User;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlannerTest {
  private static final long BUDGET = 100;
  private static final String SLOT = "slot";
  private static final String OTHER = "other";

  private final List<Model> open = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"100, true", "101, false"})
  void shouldHaveRoomForAsMuchAsTheBudget(final long bytes, final boolean fits) {
    // When
    final Room room = room(MemoryPolicy.AVAILABILITY, Necessity.COUNTING, bytes);

    // Then
    assertThat(room).isEqualTo(fits ? new Room.Enough(List.of()) : new Room.Never(overBudget(bytes, 0)));
  }

  @Test
  void shouldHaveTheLeastRecentlyUsedGiveWayAndNoMoreThanIsNeeded() {
    // Given
    open.add(model(30, demand(SLOT, "late", Necessity.NONE, Use.UNCLAIMED, 3)));
    open.add(model(30, demand(SLOT, "early", Necessity.NONE, Use.UNCLAIMED, 1)));
    open.add(model(30, demand(SLOT, "middle", Necessity.NONE, Use.UNCLAIMED, 2)));

    // When
    final Room room = room(MemoryPolicy.AVAILABILITY, Necessity.COUNTING, 50);

    // Then
    assertThat(room).isEqualTo(new Room.Enough(List.of(user(SLOT, "early"), user(SLOT, "middle"))));
  }

  @Test
  void shouldTakeASharedModelForAsRecentlyUsedAsByItsLatestUser() {
    // Given
    open.add(model(50, demand(SLOT, "a", Necessity.NONE, Use.UNCLAIMED, 1), demand(OTHER, "b", Necessity.NONE, Use.UNCLAIMED, 3)));
    open.add(model(50, demand(SLOT, "c", Necessity.NONE, Use.UNCLAIMED, 2)));

    // When
    final Room room = room(MemoryPolicy.AVAILABILITY, Necessity.COUNTING, 50);

    // Then
    assertThat(room).isEqualTo(new Room.Enough(List.of(user(SLOT, "c"))));
  }

  @ParameterizedTest
  @CsvSource({
      "NONE, NONE, true", "NONE, CANDIDATE, true", "NONE, COUNTING, true",
      "CANDIDATE, NONE, false", "CANDIDATE, CANDIDATE, false", "CANDIDATE, COUNTING, true",
      "COUNTING, NONE, false", "COUNTING, CANDIDATE, false", "COUNTING, COUNTING, false"})
  void shouldCloseNothingThatIsNeededButACandidateForWhatCounts(final Necessity openFor, final Necessity wanted, final boolean givesWay) {
    // Given
    open.add(model(60, demand(OTHER, "a", openFor, Use.UNCLAIMED, 0)));

    // When
    final Room room = room(MemoryPolicy.AVAILABILITY, wanted, 60);

    // Then
    assertThat(room).isEqualTo(givesWay ? new Room.Enough(List.of(user(OTHER, "a"))) : new Room.Never(overBudget(60, 60)));
  }

  @Test
  void shouldWaitForWhatATaskHolds() {
    // Given
    open.add(model(60, demand(SLOT, "a", Necessity.NONE, Use.UNCLAIMED, 0), demand(OTHER, "a", Necessity.NONE, Use.CLAIMED, 0)));

    // When
    final Room room = room(MemoryPolicy.AVAILABILITY, Necessity.COUNTING, 60);

    // Then
    assertThat(room).isEqualTo(new Room.Later(overBudget(60, 60)));
  }

  @ParameterizedTest
  @CsvSource({
      "AVAILABILITY, COUNTING, slot, before, Never", "CAPACITY, COUNTING, slot, before, Later", "CAPACITY, COUNTING, slot, companion, Never",
      "CAPACITY, COUNTING, other, before, Never", "CAPACITY, NONE, slot, before, Never"})
  void shouldWaitUnderCapacityOnlyForVersionsOfTheSlotThatNeedNotBeOpenWithIt(
      final MemoryPolicy policy, final Necessity wanted, final String slot, final String version, final String outcome) {
    // Given
    open.add(model(60, demand(slot, version, Necessity.COUNTING, Use.UNCLAIMED, 0)));

    // When
    final Room room = room(policy, wanted, 60);

    // Then
    assertThat(room.getClass().getSimpleName()).isEqualTo(outcome);
  }

  private Room room(final MemoryPolicy policy, final Necessity wanted, final long bytes) {
    return new MemoryPlanner(BUDGET, policy).room(demand(SLOT, "next", wanted, Use.UNCLAIMED, 0), bytes, open, Set.of(id("next"), id("companion")));
  }

  private static Model model(final long bytes, final Demand... demands) {
    return new Model(bytes, List.of(demands));
  }

  private static Demand demand(final String slot, final String version, final Necessity necessity, final Use use, final long idleSince) {
    return new Demand(user(slot, version), necessity, use, idleSince);
  }

  private static User user(final String slot, final String version) {
    return new User(slot, id(version));
  }

  private static VersionId id(final String version) {
    return new VersionId("model", version, version);
  }

  private static Rejection overBudget(final long bytes, final long taken) {
    return new Rejection(RejectionCode.OVER_BUDGET,
        "the model needs " + bytes + " bytes outside the heap, but of the budget of " + BUDGET + " the versions beside it take " + taken);
  }
}
