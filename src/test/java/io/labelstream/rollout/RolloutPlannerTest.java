package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.Snapshot.Case;
import io.labelstream.rollout.Snapshot.ModelFacts;
import io.labelstream.rollout.Snapshot.Necessity;
import io.labelstream.rollout.Snapshot.PreparationFacts;
import io.labelstream.rollout.Snapshot.Progress;
import io.labelstream.rollout.Snapshot.Reading;
import io.labelstream.rollout.Snapshot.Residence;
import io.labelstream.rollout.Snapshot.Said;
import io.labelstream.rollout.Snapshot.SlotFacts;
import io.labelstream.rollout.Snapshot.Stage;
import io.labelstream.rollout.Snapshot.Trial;
import io.labelstream.rollout.Snapshot.Use;
import io.labelstream.rollout.Snapshot.User;
import io.labelstream.rollout.Snapshot.VersionFacts;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Announcements;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutPlannerTest {
  private static final String SLOT = Announcements.SLOT;
  private static final String INSTANCE = "this-instance";
  private static final long NOW = 1_000_000;
  private static final long LEAD = 8000;
  private static final long HALF = 4000;
  private static final long MARGIN = 1000;
  private static final long LINGER = 60_000;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long BUDGET = 100;
  private static final Rejection LASTING = new Rejection(RejectionCode.DIGEST_DIFFERS, "other bytes");
  private static final Rejection PASSING = new Rejection(RejectionCode.LOCATION_UNREADABLE, "nothing there");
  private static final Progress OPEN = new Progress.Open();
  private static final Progress PROVED = new Progress.Proved();
  private static final Judge READER = new Judge.Reader();
  private static final Judge JUDGE = new Judge.Instance(INSTANCE, verdict -> {
    throw new AssertionError("a planner writes nothing itself");
  });

  private final List<Entry> counting = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  private final List<Known> versions = new ArrayList<>();
  private final List<ModelFacts> models = new ArrayList<>();
  private Optional<VersionId> staged = Optional.empty();
  private Reading reading = Reading.CONFIRMED;
  private Judge judge = JUDGE;
  private MemoryPolicy policy = MemoryPolicy.AVAILABILITY;
  private long linger = LINGER;

  @Test
  void shouldDoNothingWhereThereIsNothing() {
    assertThat(plan()).isEqualTo(new Agenda(List.of(), NEVER));
  }

  // Step 1: what is needed.

  @Test
  void shouldNeedAndPrepareWhatCountsNow() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    version(live);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(need(live, Necessity.COUNTING), fetch(live)), NEVER));
  }

  @Test
  void shouldNeedAndPrepareWhatWillCountAndLookAgainThen() {
    // Given
    final Entry base = counts(live("a", Entry.BEGINNING, 0));
    final Entry ahead = counts(live("b", NOW + 5000, 1));
    version(base).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);
    version(ahead);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(
        List.of(need(ahead, Necessity.COUNTING), fetch(ahead), report(base, ModelState.ACTIVE)), NOW + 5000));
  }

  @Test
  void shouldNeedCanaryAndShadowToo() {
    // Given
    final Entry live = counts(live("a", Entry.BEGINNING, 0));
    final Entry canary = counts(entry("b", new Traffic.Canary(10, ""), NOW, 1));
    final Entry shadow = counts(entry("c", new Traffic.Shadow(), NOW, 2));
    Stream.of(live, canary, shadow).forEach(this::version);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(need(live, Necessity.COUNTING), need(canary, Necessity.COUNTING), need(shadow, Necessity.COUNTING),
        fetch(live), fetch(canary), fetch(shadow));
  }

  @Test
  void shouldNotNeedWhatCountedBefore() {
    // Given
    final Entry before = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(before);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.ACTIVE));
  }

  @Test
  void shouldTellWhenSomethingIsNeededForLess() {
    // Given
    final Entry before = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(before).necessity(Necessity.COUNTING);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(need(before, Necessity.NONE), report(live, ModelState.ACTIVE));
  }

  @Test
  void shouldTakeWhatIsStagedForACandidateAndPrepareIt() {
    // Given
    final Entry entry = counts(entry("a", new Traffic.Staged(), NOW, 0));
    staged = Optional.of(entry.id());
    version(entry);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(need(entry, Necessity.CANDIDATE), fetch(entry));
  }

  @Test
  void shouldTakeWhatIsPendingForACandidateAndProveIt() {
    // Given
    final Entry entry = pending(live("a", NOW + LEAD, 0), OPEN);
    version(entry);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(need(entry, Necessity.CANDIDATE), fetch(entry)), NEVER));
  }

  @Test
  void shouldTakeWhatCountsForMoreThanACandidate() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry canary = pending(entry("a", new Traffic.Canary(10, ""), NOW + LEAD, 1), PROVED);
    version(canary).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).contains(need(live, Necessity.COUNTING)).doesNotContain(need(live, Necessity.CANDIDATE));
  }

  @Test
  void shouldLeaveAloneWhatIsSupersededBeforeItCouldCount() {
    // Given
    final Entry superseded = pending(live("a", NOW, 0), OPEN);
    final Entry live = counts(live("b", NOW + 1, 1));
    version(superseded);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.READY));
  }

  @ParameterizedTest
  @CsvSource({"8000, NONE", "8001, CANDIDATE"})
  void shouldProveWhatServesUntilALaterOneCountsWhereTheLeadLeavesTimeForThat(final long later, final Necessity necessity) {
    // Given
    final Entry sooner = pending(live("a", NOW, 0), PROVED);
    final Entry live = counts(live("b", NOW + later, 1));
    version(sooner).necessity(Necessity.NONE);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions().contains(need(sooner, Necessity.CANDIDATE))).isEqualTo(necessity == Necessity.CANDIDATE);
  }

  @Test
  void shouldProveARetroactiveAnnouncementThatServesRecordsOfThePresent() {
    // Given
    final Entry sooner = pending(retroactive("a", NOW - 1, 0), OPEN);
    final Entry live = counts(live("b", NOW + 1, 1));
    version(sooner);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).contains(need(sooner, Necessity.CANDIDATE), fetch(sooner));
  }

  @Test
  void shouldLeaveAloneACanaryBeforeALiveEntryOrAnotherCanary() {
    // Given
    final Entry beforeLive = pending(entry("a", new Traffic.Canary(10, ""), NOW - 4, 0), OPEN);
    final Entry live = counts(live("b", NOW - 3, 1));
    final Entry beforeCanary = pending(entry("c", new Traffic.Canary(10, ""), NOW - 2, 2), OPEN);
    final Entry canary = counts(entry("d", new Traffic.Canary(10, ""), NOW - 1, 3));
    final Entry candidate = pending(entry("e", new Traffic.Canary(10, ""), NOW + LEAD, 4), OPEN);
    Stream.of(beforeLive, beforeCanary, candidate).forEach(this::version);
    Stream.of(live, canary).forEach(entry -> version(entry).necessity(Necessity.COUNTING).residence(Residence.RESIDENT));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(need(candidate, Necessity.CANDIDATE), fetch(candidate), report(live, ModelState.ACTIVE),
        report(canary, ModelState.ACTIVE));
  }

  @Test
  void shouldProveWhatCountsByTheProofOfAnotherInstance() {
    // Given
    final Entry proved = proved(live("a", NOW + LEAD, 0), "another", NOW + HALF, OPEN);
    version(proved).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(fetch(proved), report(proved, ModelState.READY));
  }

  @Test
  void shouldLeaveAloneWhatWasProvedByAnotherInstanceAndServesNothing() {
    // Given
    final Entry proved = proved(live("a", NOW, 0), "another", NOW + HALF, OPEN);
    final Entry live = counts(live("b", NOW, 1));
    version(proved);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.ACTIVE));
  }

  @Test
  void shouldProveNothingWhereItOnlyFollowsTheLog() {
    // Given
    judge = READER;
    final Entry live = counts(live("a", NOW, 0));
    final Entry pending = pending(live("b", NOW + LEAD, 1), OPEN);
    final Entry failed = pending(live("c", NOW + LEAD, 2), new Progress.Failed(LASTING, NOW, NOW));
    final Entry done = pending(live("d", NOW + LEAD, 3), PROVED);
    Stream.of(live, pending, failed, done).forEach(this::version);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(need(live, Necessity.COUNTING), fetch(live));
  }

  @Test
  void shouldDoNothingBeforeTheLogIsKnownToItsEnd() {
    // Given
    reading = Reading.BEGUN;
    final Entry live = counts(live("a", NOW, 0));
    final Entry stagedEntry = counts(entry("b", new Traffic.Staged(), NOW, 1));
    staged = Optional.of(stagedEntry.id());
    final Entry pending = pending(live("c", NOW + LEAD, 2), PROVED);
    Stream.of(live, stagedEntry, pending).forEach(this::version);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(), NEVER));
  }

  // Step 2: proofs.

  @Test
  void shouldWriteTheProofOfWhatIsPendingAndProvedHere() {
    // Given
    final Entry entry = pending(live("a", NOW + LEAD, 0), PROVED);
    version(entry).necessity(Necessity.CANDIDATE).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(write(entry, new Verdict.Proved()), report(entry, ModelState.READY));
  }

  @Test
  void shouldWriteTheLatestProofsFirstAndFourAtOnce() {
    // Given
    final List<Entry> entries = LongStream.range(0, 6).mapToObj(offset -> pending(live("a", NOW + LEAD + offset, offset), PROVED)).toList();
    version(entries.getLast()).residence(Residence.RESIDENT).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).filteredOn(Action.Write.class::isInstance).containsExactlyElementsOf(
        entries.subList(2, 6).reversed().stream().map(entry -> write(entry, new Verdict.Proved())).toList());
  }

  @Test
  void shouldWriteNoProofOfWhatIsSuperseded() {
    // Given
    final Entry before = pending(live("a", NOW, 0), PROVED);
    version(before).residence(Residence.RESIDENT);
    version(counts(live("b", NOW + 1, 1))).residence(Residence.RESIDENT).necessity(Necessity.COUNTING);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).filteredOn(Action.Write.class::isInstance).isEmpty();
  }

  @Test
  void shouldWriteNoProofOfWhatAnotherInstanceHasProved() {
    // Given
    final Entry entry = proved(live("a", NOW + LEAD, 0), "another", NOW + HALF, PROVED);
    version(entry).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(entry, ModelState.READY));
  }

  @Test
  void shouldWaitForAVerdictThatWasWrittenBeforeItWritesAgain() {
    // Given
    final Entry entry = live("a", NOW + LEAD, 0).with(new Decision.Pending());
    cases.add(new Case(entry, PROVED, Said.NOTHING, NOW + 1));
    version(entry).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(), NOW + 1));
  }

  @Test
  void shouldWriteAVerdictAgainWhenItHasNotComeBackInTime() {
    // Given
    final Entry entry = live("a", NOW + LEAD, 0).with(new Decision.Pending());
    cases.add(new Case(entry, PROVED, Said.NOTHING, NOW));
    version(entry).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(write(entry, new Verdict.Proved()));
  }

  // Step 3: vetoes.

  @ParameterizedTest
  @EnumSource(RejectionCode.class)
  void shouldObjectAtOnceToWhatIsPendingForAReasonThatWillNotMend(final RejectionCode code) {
    // Given
    final Rejection rejection = new Rejection(code, "as it is");
    final Entry entry = pending(live("a", NOW + LEAD, 0), new Progress.Failed(rejection, NOW, NOW + 500));
    version(entry).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(code.outlook() == RejectionCode.Outlook.LASTING
        ? new Agenda(List.of(write(entry, Verdict.Veto.of(rejection))), NEVER)
        : new Agenda(List.of(), NOW + 500));
  }

  @Test
  void shouldNotObjectToWhatIgnoresObjections() {
    // Given
    final Entry pending = pending(ignoring(live("a", NOW + LEAD, 0)), new Progress.Failed(LASTING, NOW, NOW + 500));
    final Entry proved = proved(ignoring(live("b", NOW + LEAD, 1)), "another", NOW + HALF, new Progress.Failed(LASTING, NOW, NOW + 600));
    version(pending).necessity(Necessity.CANDIDATE);
    version(proved).necessity(Necessity.COUNTING).failure(LASTING, NOW + 600);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).noneMatch(Action.Write.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource({"-3000, true", "-1, true", "0, true", "1, false", "4000, false"})
  void shouldObjectToWhatAnotherInstanceHasProvedWhileAnObjectionCounts(final long sinceLast, final boolean objects) {
    // Given
    final Entry entry = proved(live("a", NOW + LEAD, 0), "another", NOW - sinceLast, new Progress.Failed(LASTING, NOW, NOW + LINGER));
    version(entry).necessity(Necessity.COUNTING).failure(LASTING, NOW + LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).isEqualTo(objects ? List.of(write(entry, Verdict.Veto.of(LASTING))) : List.of());
  }

  @ParameterizedTest
  @CsvSource({"-3000, false", "-1001, false", "-1000, true", "0, true", "1, false"})
  void shouldObjectForAReasonThatMayMendWhenItWouldSoonBeTooLate(final long sinceLast, final boolean objects) {
    // Given
    final Entry entry = proved(live("a", NOW + LEAD, 0), "another", NOW - sinceLast, new Progress.Failed(PASSING, NOW, NOW + LINGER));
    version(entry).necessity(Necessity.COUNTING).failure(PASSING, NOW + LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).isEqualTo(objects ? List.of(write(entry, Verdict.Veto.of(PASSING))) : List.of());
    assertThat(agenda.next()).isEqualTo(sinceLast < -MARGIN ? NOW - sinceLast - MARGIN : NOW + LEAD);
  }

  @Test
  void shouldNotObjectToWhatThisInstanceHasProvedBefore() {
    // Given
    final Entry entry = proved(live("a", NOW + LEAD, 0), "another", NOW + HALF, OPEN);
    cases.clear();
    cases.add(new Case(entry, new Progress.Failed(LASTING, NOW, NOW + LINGER), Said.VERDICT, Long.MIN_VALUE));
    version(entry).necessity(Necessity.COUNTING).failure(LASTING, NOW + LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8000, true", "8001, true", "7999, false"})
  void shouldObjectToARetroactiveAnnouncementThatCannotBeHadForTheLead(final long failing, final boolean objects) {
    // Given
    final Entry entry = pending(retroactive("a", NOW - LINGER, 0), new Progress.Failed(PASSING, NOW - failing, NOW + LINGER));
    version(entry).necessity(Necessity.CANDIDATE).failure(PASSING, NOW + LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(objects
        ? new Agenda(List.of(write(entry, Verdict.Veto.of(PASSING))), NOW + LINGER)
        : new Agenda(List.of(), NOW + LEAD - failing));
  }

  @Test
  void shouldNotObjectToWhatIsPendingAndMayMend() {
    // Given
    final Entry entry = pending(live("a", NOW + LEAD, 0), new Progress.Failed(PASSING, NOW - 10 * LEAD, NOW + LINGER));
    version(entry).necessity(Necessity.CANDIDATE).failure(PASSING, NOW + LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(), NOW + LINGER));
  }

  // Step 5: which candidates are proved when.

  @ParameterizedTest
  @CsvSource({"ABSENT, , false", "ABSENT, FETCHING, false", "RESIDENT, , true", "RESIDENT, FETCHING, true"})
  void shouldProveCandidatesOnceWhatCountsNowIsHere(final Residence residence, final @Nullable Stage stage, final boolean here) {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry candidate = pending(live("b", NOW + LEAD, 1), OPEN);
    version(live).necessity(Necessity.COUNTING).residence(residence).preparing(stage);
    version(candidate).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions().contains(fetch(candidate))).isEqualTo(here);
  }

  @Test
  void shouldProveCandidatesWhereWhatCountsNowHasFailed() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry candidate = pending(live("b", NOW + LEAD, 1), OPEN);
    version(live).necessity(Necessity.COUNTING).failure(PASSING, NOW + 500);
    version(candidate).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(fetch(candidate)), NOW + 500));
  }

  @Test
  void shouldHaveCandidatesWaitForTheCanaryThatCountsNow() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry canary = counts(entry("b", new Traffic.Canary(10, ""), NOW, 1));
    final Entry candidate = pending(live("c", NOW + LEAD, 2), OPEN);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);
    version(canary).necessity(Necessity.COUNTING).preparing(Stage.FETCHING);
    version(candidate).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.ACTIVE));
  }

  @Test
  void shouldNotHaveCandidatesWaitForAShadowOrWhatIsAhead() {
    // Given
    final Entry shadow = counts(entry("a", new Traffic.Shadow(), NOW, 0));
    final Entry ahead = counts(live("b", NOW + 1, 1));
    final Entry candidate = pending(live("c", NOW + LEAD, 2), OPEN);
    version(shadow).necessity(Necessity.COUNTING).preparing(Stage.FETCHING);
    version(ahead).necessity(Necessity.COUNTING).preparing(Stage.FETCHING);
    version(candidate).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(fetch(candidate));
  }

  @Test
  void shouldProveTheLatestFirstAndFourAtOnce() {
    // Given
    final List<Entry> candidates = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      candidates.add(pending(live("v" + number, NOW + LEAD + number, number), OPEN));
    }
    candidates.forEach(entry -> version(entry).necessity(Necessity.CANDIDATE));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactlyElementsOf(candidates.reversed().subList(0, 4).stream().map(RolloutPlannerTest::fetch).toList());
  }

  @Test
  void shouldCountWhatIsUnderWayAmongTheFour() {
    // Given
    final List<Entry> candidates = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      candidates.add(pending(live("v" + number, NOW + LEAD + number, number), OPEN));
      version(candidates.get(number)).necessity(Necessity.CANDIDATE).preparing(number < 2 ? null : Stage.FETCHING);
    }

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(fetch(candidates.get(1)));
  }

  @ParameterizedTest
  @CsvSource({"ABSENT, , true", "ABSENT, FETCHING, false", "RESIDENT, , true", "RESIDENT, FETCHING, false"})
  void shouldProveACandidateUnlessItIsBeingPrepared(final Residence residence, final @Nullable Stage stage, final boolean begins) {
    // Given
    final Entry entry = pending(live("a", NOW + LEAD, 0), OPEN);
    version(entry).necessity(Necessity.CANDIDATE).residence(residence).preparing(stage);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions().contains(fetch(entry))).isEqualTo(begins);
  }

  @Test
  void shouldNotProveWhatIsProved() {
    // Given
    final Entry entry = live("a", NOW + LEAD, 0).with(new Decision.Pending());
    cases.add(new Case(entry, PROVED, Said.NOTHING, NOW + 1));
    version(entry).necessity(Necessity.CANDIDATE).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(entry, ModelState.READY));
  }

  @Test
  void shouldProveOneAnnouncementOfAVersionAfterTheOther() {
    // Given
    final Entry first = pending(live("a", NOW + LEAD, 0), OPEN);
    final Entry second = pending(live("a", NOW + LEAD, 1), OPEN);
    version(second).necessity(Necessity.CANDIDATE);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(first.id()).isEqualTo(second.id());
    assertThat(agenda.actions()).containsExactly(fetch(second));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "0, true", "-1, true"})
  void shouldTryACandidateAgainWhenItsTimeHasCome(final long wait, final boolean again) {
    // Given
    final Entry entry = pending(live("a", NOW + LEAD, 0), new Progress.Failed(PASSING, NOW, NOW + wait));
    version(entry).necessity(Necessity.CANDIDATE).failure(PASSING, NOW + wait);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(again ? new Agenda(List.of(fetch(entry)), NEVER) : new Agenda(List.of(), NOW + wait));
  }

  @Test
  void shouldTryAgainWhatWillNotMendOnlyWhereNoObjectionIsHeard() {
    // Given
    final Entry heard = pending(live("a", NOW + LEAD, 0), new Progress.Failed(LASTING, NOW, NOW));
    final Entry ignoring = pending(ignoring(live("b", NOW + LEAD, 1)), new Progress.Failed(LASTING, NOW, NOW));
    version(heard).necessity(Necessity.CANDIDATE).failure(LASTING, NOW);
    version(ignoring).necessity(Necessity.CANDIDATE).failure(LASTING, NOW);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(write(heard, Verdict.Veto.of(LASTING)), fetch(ignoring));
  }

  // Step 4: what is served.

  @Test
  void shouldPrepareForTheEntryThatCounts() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry again = live("a", NOW + LEAD, 1).with(new Decision.Pending());
    cases.add(new Case(again, OPEN, Said.NOTHING, Long.MIN_VALUE));
    version(again).necessity(Necessity.COUNTING);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(fetch(live));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "0, true", "-1, true"})
  void shouldTryWhatCountsAgainWhenItsTimeHasComeWhateverTheReason(final long wait, final boolean again) {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    version(live).necessity(Necessity.COUNTING).failure(LASTING, NOW + wait);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(again ? new Agenda(List.of(fetch(live)), NEVER) : new Agenda(List.of(), NOW + wait));
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
  void shouldPrepareWhatATaskWaitsForEvenBeforeTheLogIsKnownToItsEnd(final Reading known) {
    // Given
    reading = known;
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(old).wantedUntil(NOW + 1);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.FETCHING);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(fetch(old)), NOW + 1));
  }

  @Test
  void shouldNotPrepareWhatATaskHasWaitedForLongEnough() {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(old).wantedUntil(NOW);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.FETCHING);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(), NEVER));
  }

  @ParameterizedTest
  @CsvSource({"ABSENT, FETCHING", "ABSENT, OPENING", "RESIDENT, ", "RESIDENT, FETCHING"})
  void shouldNotPrepareWhatIsHereOrBeingPrepared(final Residence residence, final @Nullable Stage stage) {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    version(live).necessity(Necessity.COUNTING).residence(residence).preparing(stage);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).noneMatch(Action.Fetch.class::isInstance);
  }

  // Step 6: what is let go.

  @ParameterizedTest
  @CsvSource({"59999, false", "60000, true", "60001, true"})
  void shouldLetGoOfWhatIsIdleAfterTheTimeToLinger(final long idle, final boolean over) {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    counts(live("b", NOW, 1));
    version(old).residence(Residence.RESIDENT).idleSince(NOW - idle);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(over
        ? new Agenda(List.of(close(old)), NEVER)
        : new Agenda(List.of(report(old, ModelState.DRAINING)), NOW + 1));
  }

  @Test
  void shouldCountTheTimeToLingerFromTheEndOfTheNeed() {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    counts(live("b", NOW, 1));
    version(old).necessity(Necessity.COUNTING).residence(Residence.RESIDENT).idleSince(NOW - 10 * LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(need(old, Necessity.NONE), report(old, ModelState.DRAINING)), NOW + LINGER));
  }

  @Test
  void shouldLetGoAtOnceWithoutTimeToLinger() {
    // Given
    linger = 0;
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    counts(live("b", NOW, 1));
    version(old).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(need(old, Necessity.NONE), close(old));
  }

  @Test
  void shouldKeepWhatATaskHolds() {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    counts(live("b", NOW, 1));
    version(old).residence(Residence.RESIDENT).use(Use.CLAIMED).idleSince(NOW - 10 * LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(old, ModelState.DRAINING));
  }

  @Test
  void shouldKeepWhatATaskHasJustAskedFor() {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    counts(live("b", NOW, 1));
    version(old).residence(Residence.RESIDENT).wantedUntil(NOW + 1).idleSince(NOW - 10 * LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(report(old, ModelState.DRAINING)), NOW + 1));
  }

  @Test
  void shouldKeepWhatIsBeingProvedForAnotherEntry() {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    counts(live("b", NOW, 1));
    version(old).residence(Residence.RESIDENT).preparing(Stage.FETCHING).idleSince(NOW - 10 * LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(old, ModelState.DRAINING));
  }

  @Test
  void shouldKeepWhatIsStagedOrACandidate() {
    // Given
    final Entry stagedEntry = counts(entry("a", new Traffic.Staged(), NOW, 0));
    staged = Optional.of(stagedEntry.id());
    final Entry candidate = pending(live("b", NOW + LEAD, 1), PROVED);
    Stream.of(stagedEntry, candidate).forEach(entry ->
        version(entry).necessity(Necessity.CANDIDATE).residence(Residence.RESIDENT).idleSince(NOW - 10 * LINGER));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(write(candidate, new Verdict.Proved()), report(stagedEntry, ModelState.READY),
        report(candidate, ModelState.READY));
  }

  @Test
  void shouldLetGoOfNothingBeforeTheLogIsKnownToItsEnd() {
    // Given
    reading = Reading.BEGUN;
    final Entry base = counts(live("a", Entry.BEGINNING, 0));
    version(base).residence(Residence.RESIDENT).idleSince(NOW - 10 * LINGER);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(base, ModelState.ACTIVE));
  }

  @Test
  void shouldReportTheEntryThatCountsAsActive() {
    // Given
    final Entry live = counts(live("a", NOW - 1, 0));
    final Entry later = counts(live("a", NOW + 1, 1));
    version(later).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.ACTIVE));
  }

  // Step 7: what was fetched.

  @ParameterizedTest
  @EnumSource(Stage.class)
  void shouldTakeOneStepAfterTheOther(final Stage stage) {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    version(live).necessity(Necessity.COUNTING).preparing(stage, NOW, BUDGET);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).isEqualTo(switch (stage) {
      case FETCHED -> List.of(new Action.Verify(SLOT, live.id()));
      case VERIFIED -> List.of(new Action.Open(SLOT, live.id()));
      case OPENED -> List.of(new Action.Prove(SLOT, live.id()));
      case PROVED -> List.of(new Action.Publish(SLOT, live.id()));
      case FETCHING, VERIFYING, OPENING, PROVING -> List.of();
    });
  }

  @Test
  void shouldProveWithTheModelThatAnotherVersionHasOpen() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry other = counts(live("b", NOW + 1, 1));
    version(live).necessity(Necessity.COUNTING).preparing(Stage.VERIFIED);
    version(other).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);
    models.add(new ModelFacts(live.id().sha256(), BUDGET, Set.of(user(other))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(other, ModelState.READY), new Action.Prove(SLOT, live.id()));
  }

  @Test
  void shouldProveNothingWithAModelWhoseLastVersionGoesInTheSamePlanning() {
    // Given
    final Entry live = counts(sameModel(SLOT, "a", NOW, 0));
    final Entry gone = sameModel(SLOT, "b", NOW - 3 * LEAD, 1);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.VERIFIED);
    version(gone).residence(Residence.RESIDENT).idleSince(NOW - LINGER);
    models.add(new ModelFacts(live.id().sha256(), 1, Set.of(user(gone))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(close(gone));
  }

  @Test
  void shouldPublishWhatIsOpenForAVersionOfAnotherSlotBeforeThatOneGoes() {
    // Given
    final Entry gone = sameModel(SLOT, "b", NOW - 3 * LEAD, 1);
    final Entry live = sameModel("other", "a", NOW, 0);
    final SlotFacts letting = new SlotFacts(SLOT, Timeline.of(List.of()), staged, List.of(),
        List.of(version(gone).residence(Residence.RESIDENT).idleSince(NOW - LINGER).facts()));
    final SlotFacts taking = new SlotFacts("other", Timeline.of(List.of(live)), staged, List.of(),
        List.of(version(live).necessity(Necessity.COUNTING).tried().facts()));
    models.add(new ModelFacts(live.id().sha256(), 1, Set.of(user(gone))));

    // When
    final Agenda agenda = planner().plan(new Snapshot(reading, models, List.of(letting, taking)), NOW);

    // Then
    assertThat(agenda.actions()).containsExactly(new Action.Publish("other", live.id()), close(gone));
  }

  @ParameterizedTest
  @EnumSource(Trial.class)
  void shouldPublishAtOnceWhatWasProvedBeforeAndIsOpenForAnotherVersion(final Trial trial) {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry other = counts(live("b", NOW + 1, 1));
    final Known known = version(live).necessity(Necessity.COUNTING);
    version(other).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);
    models.add(new ModelFacts(live.id().sha256(), 1, Set.of(user(other))));
    if (trial == Trial.GOOD) {
      known.tried();
    }

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).startsWith(trial == Trial.GOOD ? new Action.Publish(SLOT, live.id()) : fetch(live));
  }

  @ParameterizedTest
  @EnumSource(value = Stage.class, names = {"VERIFYING", "OPENING", "OPENED", "PROVING", "PROVED"})
  void shouldWorkOnOneModelAtATime(final Stage other) {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry ahead = counts(live("b", NOW + 1, 1));
    version(live).necessity(Necessity.COUNTING).preparing(Stage.FETCHED);
    version(ahead).necessity(Necessity.COUNTING).preparing(other);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).doesNotContain(new Action.Verify(SLOT, live.id()));
  }

  @Test
  void shouldWorkFirstOnWhatCountsAndThenOnWhatCountsSooner() {
    // Given
    final Entry candidate = pending(live("a", NOW, 0), OPEN);
    final Entry later = counts(live("b", NOW + 2 * LEAD, 1));
    final Entry sooner = counts(live("c", NOW + LEAD + 1, 2));
    version(candidate).necessity(Necessity.CANDIDATE).preparing(Stage.FETCHED);
    version(later).necessity(Necessity.COUNTING).preparing(Stage.FETCHED);
    version(sooner).necessity(Necessity.COUNTING).preparing(Stage.FETCHED);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(new Action.Verify(SLOT, sooner.id()));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void shouldDropWhatNobodyWantsAnyMoreWhereNothingIsDoneWithIt(final Stage stage) {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(old).preparing(stage);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.FETCHING);

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions().contains(new Action.Drop(SLOT, old.id()))).isEqualTo(stage == Stage.FETCHED || stage == Stage.VERIFIED);
  }

  @Test
  void shouldMakeRoomByClosingWhatServesNothing() {
    // Given
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(old).residence(Residence.RESIDENT);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.VERIFIED, NOW, BUDGET);
    models.add(new ModelFacts("old", 1, Set.of(user(old))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(old, ModelState.DRAINING), close(old), new Action.Open(SLOT, live.id()));
  }

  @Test
  void shouldOpenNothingBeforeWhatIsLetGoOfIsGone() {
    // Given
    linger = 0;
    final Entry old = counts(live("a", Entry.BEGINNING, 0));
    final Entry live = counts(live("b", NOW, 1));
    version(old).residence(Residence.RESIDENT);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.VERIFIED, NOW, BUDGET);
    models.add(new ModelFacts("old", 1, Set.of(user(old))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(close(old));
  }

  @Test
  void shouldRefuseWhatDoesNotFitBesideWhatMustBeOpenWithIt() {
    // Given
    final Entry live = counts(live("a", NOW, 0));
    final Entry ahead = counts(live("b", NOW + 1, 1));
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);
    version(ahead).necessity(Necessity.COUNTING).preparing(Stage.VERIFIED, NOW, BUDGET);
    models.add(new ModelFacts("live", 1, Set.of(user(live))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.ACTIVE), new Action.Refuse(SLOT, ahead.id(), overBudget(1)));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, false"})
  void shouldRefuseWhatRecordsOfThePresentNeedWhileTheRoomIsHeld(final long ahead, final boolean refused) {
    // Given
    final Entry old = live("a", Entry.BEGINNING, 0);
    final Entry live = counts(live("b", NOW + ahead, 1));
    version(old).residence(Residence.RESIDENT).use(Use.CLAIMED);
    version(live).necessity(Necessity.COUNTING).preparing(Stage.VERIFIED, NOW, BUDGET);
    models.add(new ModelFacts("old", 1, Set.of(user(old))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions().contains(new Action.Refuse(SLOT, live.id(), overBudget(1)))).isEqualTo(refused);
    assertThat(agenda.actions()).doesNotContain(new Action.Open(SLOT, live.id()));
  }

  @ParameterizedTest
  @CsvSource({"59999, false", "60000, true"})
  void shouldRefuseWhatOnlyAReplayWantsWhenTheRoomIsHeldForLongerThanTheTimeToLinger(final long waited, final boolean refused) {
    // Given
    final Entry one = counts(live("a", Entry.BEGINNING, 0));
    final Entry other = counts(live("b", NOW - 2, 1));
    counts(live("c", NOW, 2));
    version(one).residence(Residence.RESIDENT).use(Use.CLAIMED);
    version(other).use(Use.CLAIMED).preparing(Stage.VERIFIED, NOW - waited, BUDGET);
    models.add(new ModelFacts("one", 1, Set.of(user(one))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions().contains(new Action.Refuse(SLOT, other.id(), overBudget(1)))).isEqualTo(refused);
    assertThat(agenda.next()).isEqualTo(refused ? NEVER : NOW + 1);
  }

  @ParameterizedTest
  @EnumSource(MemoryPolicy.class)
  void shouldTakeForProvedUnderCapacityWhatWaitsForTheVersionBefore(final MemoryPolicy with) {
    // Given
    policy = with;
    final Entry live = counts(live("a", NOW, 0));
    final Entry next = pending(live("b", NOW + LEAD, 1), OPEN);
    version(live).necessity(Necessity.COUNTING).residence(Residence.RESIDENT);
    version(next).necessity(Necessity.CANDIDATE).preparing(Stage.VERIFIED, NOW, BUDGET);
    models.add(new ModelFacts("live", 1, Set.of(user(live))));

    // When
    final Agenda agenda = plan();

    // Then
    assertThat(agenda.actions()).containsExactly(report(live, ModelState.ACTIVE), switch (with) {
      case AVAILABILITY -> new Action.Refuse(SLOT, next.id(), overBudget(1));
      case CAPACITY -> new Action.Presume(next);
    });
  }

  @Test
  void shouldPlanForAllSlots() {
    // Given
    final Entry one = live("a", NOW, 0);
    final Entry other = live("a", NOW + 7, 1);
    final SlotFacts first = new SlotFacts("one", Timeline.of(List.of(one)), Optional.empty(), List.of(), List.of(new Known(one).facts()));
    final SlotFacts second = new SlotFacts("other", Timeline.of(List.of(other)), Optional.empty(), List.of(), List.of(new Known(other).facts()));

    // When
    final Agenda agenda = planner().plan(new Snapshot(Reading.CONFIRMED, List.of(), List.of(first, second)), NOW);

    // Then
    assertThat(agenda).isEqualTo(new Agenda(List.of(
        new Action.Need("one", one.id(), Necessity.COUNTING), new Action.Fetch("one", one.id(), one),
        new Action.Need("other", other.id(), Necessity.COUNTING), new Action.Fetch("other", other.id(), other)), NOW + 7));
  }

  private Agenda plan() {
    return planner().plan(new Snapshot(reading, models, List.of(new SlotFacts(SLOT, Timeline.of(counting), staged, cases,
        versions.stream().map(Known::facts).toList()))), NOW);
  }

  private RolloutPlanner planner() {
    return new RolloutPlanner(Lead.of(Duration.ofMillis(LEAD)), Duration.ofMillis(linger), new MemoryPlanner(BUDGET, policy), judge);
  }

  private static Entry live(final String version, final long asked, final long offset) {
    return entry(version, new Traffic.Live(), asked, offset);
  }

  private static Entry entry(final String version, final Traffic traffic, final long asked, final long offset) {
    return entry(Announcements.of(offset + 1, version, traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD), asked, offset);
  }

  /** An entry whose model has the digest of all others that are made so. */
  private static Entry sameModel(final String slot, final String version, final long asked, final long offset) {
    return entry(Announcements.of(slot, offset + 1, version, Announcements.artifact("same"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, ""),
        asked, offset);
  }

  private static Entry retroactive(final String version, final long asked, final long offset) {
    return entry(Announcements.of(offset + 1, version, new Traffic.Live(), new EffectiveFrom.At(asked), Reach.RETROACTIVE), asked, offset);
  }

  private static Entry ignoring(final Entry entry) {
    return entry(Announcements.ignoringObjections(entry.announcement()), entry.asked(), entry.offset());
  }

  private static Entry entry(final Announcement announcement, final long asked, final long offset) {
    return new Entry(announcement, offset, asked);
  }

  /** An entry that counts, whatever it was once. */
  private Entry counts(final Entry entry) {
    counting.add(entry);
    return entry;
  }

  private Entry pending(final Entry entry, final Progress progress) {
    final Entry pending = entry.with(new Decision.Pending());
    cases.add(new Case(pending, progress, Said.NOTHING, Long.MIN_VALUE));
    return pending;
  }

  /** An entry that counts by the proof of an instance and can be objected to until a time. */
  private Entry proved(final Entry entry, final String instance, final long lastObjection, final Progress progress) {
    final Entry proved = counts(entry.with(new Decision.Proved(instance, entry.offset() + 1, lastObjection - HALF, lastObjection, lastObjection + HALF)));
    cases.add(new Case(proved, progress, Said.NOTHING, Long.MIN_VALUE));
    return proved;
  }

  private static Action need(final Entry entry, final Necessity necessity) {
    return new Action.Need(SLOT, entry.id(), necessity);
  }

  private static Action fetch(final Entry entry) {
    return new Action.Fetch(SLOT, entry.id(), entry);
  }

  private static Action close(final Entry entry) {
    return new Action.Close(SLOT, entry.id());
  }

  private static User user(final Entry entry) {
    return new User(SLOT, entry.id());
  }

  private static Rejection overBudget(final long taken) {
    return new Rejection(RejectionCode.OVER_BUDGET,
        "the model needs " + BUDGET + " bytes outside the heap, but of the budget of " + BUDGET + " the versions beside it take " + taken);
  }

  private static Action write(final Entry entry, final Verdict.Finding finding) {
    return new Action.Write(entry, finding);
  }

  private static Action report(final Entry entry, final ModelState state) {
    return new Action.Report(SLOT, entry.id(), state, entry);
  }

  /** Has the planner know a version, by its newest entry: it is absent, was not needed, and nobody has asked for it, where the test says nothing else. */
  private Known version(final Entry newest) {
    final Known known = new Known(newest);
    versions.add(known);
    return known;
  }

  private static final class Known {
    private final Entry newest;
    private Necessity necessity = Necessity.NONE;
    private Residence residence = Residence.ABSENT;
    private Trial trial = Trial.UNTRIED;
    private Optional<PreparationFacts> preparation = Optional.empty();
    private Use use = Use.UNCLAIMED;
    private long idleSince = NOW;
    private long wantedUntil = Long.MIN_VALUE;
    private Optional<Progress.Failed> failure = Optional.empty();

    private Known(final Entry newest) {
      this.newest = newest;
    }

    Known necessity(final Necessity before) {
      necessity = before;
      return this;
    }

    Known residence(final Residence where) {
      residence = where;
      return this;
    }

    Known tried() {
      trial = Trial.GOOD;
      return this;
    }

    Known preparing(final @Nullable Stage stage) {
      return preparing(stage, NOW, 0);
    }

    Known preparing(final @Nullable Stage stage, final long since, final long bytes) {
      preparation = Optional.ofNullable(stage).map(come -> new PreparationFacts(newest, come, since, bytes));
      return this;
    }

    Known use(final Use by) {
      use = by;
      return this;
    }

    Known idleSince(final long time) {
      idleSince = time;
      return this;
    }

    Known wantedUntil(final long time) {
      wantedUntil = time;
      return this;
    }

    Known failure(final Rejection rejection, final long retryAt) {
      failure = Optional.of(new Progress.Failed(rejection, NOW, retryAt));
      return this;
    }

    VersionFacts facts() {
      return new VersionFacts(newest.id(), newest, necessity, residence, trial, preparation, use, idleSince, wantedUntil, failure);
    }
  }
}
