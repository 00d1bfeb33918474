package io.labelstream.rollout.control;

import static io.labelstream.rollout.control.Announcements.SLOT;
import static io.labelstream.rollout.control.Announcements.live;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.ControlLog.Accepted;
import io.labelstream.rollout.control.ControlLog.Effect;
import io.labelstream.rollout.control.ControlLog.Foreign;
import io.labelstream.rollout.control.ControlLog.Judged;
import io.labelstream.rollout.control.ControlLog.Outcome;
import io.labelstream.rollout.control.ControlLog.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of proofs and vetoes. */
class ControlLogVerdictTest {
  private static final long LEAD = 30_000;
  private static final long NOW = 1_800_000_000_000L;
  private static final Verdict.Proved PROVED = new Verdict.Proved();
  private static final Verdict.Veto VETO = new Verdict.Veto("digest-differs", "the model has other bytes");

  private final ControlLog log = new ControlLog(Lead.of(Duration.ofMillis(LEAD)), Trust.none(), Map.of(SLOT, Optional.empty()));
  private long offset;
  private long time = NOW;

  // Rule 1: which verdicts are taken.

  @Test
  void shouldTakeAProofAsTheDecisionOfItsAnnouncement() {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome = judge("i1", entry, PROVED, NOW + 1000);

    // Then
    final Entry proved = new Entry(entry.announcement(), 0, NOW + LEAD, NOW + 1000 + LEAD,
        new Decision.Proved("i1", 1, NOW + 1000, NOW + 1000 + LEAD / 2, NOW + 1000 + LEAD));
    assertThat(outcome).isEqualTo(new Judged(verdict("i1", entry, PROVED), 1, proved, Effect.COUNTS));
    assertThat(outcome.changed()).containsExactly(proved);
    assertThat(log.timeline(SLOT).entries()).containsExactly(proved);
    assertThat(log.entry(SLOT, 0)).contains(proved);
  }

  @ParameterizedTest
  @ValueSource(strings = {"language/1", "language/1/verdict/i2", "language/2/verdict/i1", "topic/1/verdict/i1", "language/1/verdict/i1 ", ""})
  void shouldRefuseAVerdictUnderAnotherKey(final String key) {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome = log.append(record(key, OptionalLong.of(NOW), verdict("i1", entry, VETO)));

    // Then
    assertRefused(outcome, RejectionCode.REPLAYED);
    assertThat(decision(entry)).isEqualTo(new Decision.Pending());
  }

  @Test
  void shouldRefuseAVerdictWithoutAppendTime() {
    // Given
    final Entry entry = announce(live(1, "a"));
    final Verdict verdict = verdict("i1", entry, VETO);

    // When
    final Outcome outcome = log.append(record(verdict.key(), OptionalLong.empty(), verdict));

    // Then
    assertRefused(outcome, RejectionCode.NO_APPEND_TIME);
    assertThat(decision(entry)).isEqualTo(new Decision.Pending());
  }

  @Test
  void shouldRefuseAVerdictAboutAnOffsetWithoutAnnouncement() {
    // Given
    announce(live(1, "a"));

    // When
    final Outcome outcome = append(new Verdict(SLOT, 1, 1, "i1", PROVED), NOW);

    // Then
    assertThat(assertRefused(outcome, RejectionCode.UNKNOWN_ANNOUNCEMENT).detail())
        .isEqualTo("language/1/verdict/i1 is about offset 1, where slot language has no accepted announcement 1");
  }

  @Test
  void shouldRefuseAVerdictAboutAnotherSequence() {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome = append(new Verdict(SLOT, 2, entry.offset(), "i1", PROVED), NOW);

    // Then
    assertRefused(outcome, RejectionCode.UNKNOWN_ANNOUNCEMENT);
  }

  @Test
  void shouldRefuseAVerdictAboutAnAnnouncementThatWasRefused() {
    // Given
    announce(live(1, "a"));
    final Outcome duplicate = append(live(1, "b"));
    assertRefused(duplicate, RejectionCode.DUPLICATE);

    // When
    final Outcome outcome = append(new Verdict(SLOT, 1, 1, "i1", PROVED), NOW);

    // Then
    assertRefused(outcome, RejectionCode.UNKNOWN_ANNOUNCEMENT);
  }

  @Test
  void shouldRefuseAVerdictAboutAnAnnouncementOfAnotherSlot() {
    // Given
    final ControlLog all = ControlLog.ofAllSlots(Lead.of(Duration.ofMillis(LEAD)), Trust.none());
    final Announcement announcement = live(1, "a");
    all.append(new ControlRecord(0, OptionalLong.of(NOW), bytes(announcement.key()), AnnouncementCodec.encode(announcement), null));
    final Verdict verdict = new Verdict("topic", 1, 0, "i1", PROVED);

    // When
    final Outcome outcome = all.append(new ControlRecord(1, OptionalLong.of(NOW), bytes(verdict.key()), VerdictCodec.encode(verdict), null));

    // Then
    assertRefused(outcome, RejectionCode.UNKNOWN_ANNOUNCEMENT);
    assertThat(all.entry(SLOT, 0).orElseThrow().decision()).isEqualTo(new Decision.Pending());
  }

  @Test
  void shouldPassOverVerdictsOfSlotsThatAreNotOurs() {
    // When
    final Outcome outcome = append(new Verdict("topic", 1, 0, "i1", VETO), NOW);

    // Then
    assertThat(outcome).isEqualTo(new Foreign());
    assertThat(outcome.changed()).isEmpty();
  }

  @Test
  void shouldRefuseAFieldOutOfItsRangeAndTellTheSlot() {
    // Given
    final byte[] value = VerdictCodec.encode(new Verdict(SLOT, 1, 0, "i1", PROVED));
    // The sequence 1 follows the header and the slot with its length.
    value[10 + 1 + SLOT.length()] = 0;

    // When
    final Outcome outcome = log.append(new ControlRecord(offset++, OptionalLong.of(NOW), bytes("language/0/verdict/i1"), value, null));

    // Then
    assertRefused(outcome, RejectionCode.INVALID);
  }

  @Test
  void shouldTakeAVerdictThatIsWrittenAgainForNoFault() {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW);
    final Decision first = decision(entry);

    // When
    final Outcome outcome = judge("i1", entry, PROVED, NOW + 1);

    // Then
    assertThat(outcome).isInstanceOfSatisfying(ControlLog.Judged.class, judged -> assertThat(judged.effect()).isEqualTo(ControlLog.Effect.NONE));
    assertThat(decision(entry)).isEqualTo(first);
  }

  @Test
  void shouldKeepTheFirstOfTwoVerdictsOfAnInstance() {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW);

    // When
    final Outcome outcome = judge("i1", entry, VETO, NOW);

    // Then
    assertRefused(outcome, RejectionCode.DUPLICATE);
    assertThat(decision(entry)).isInstanceOf(Decision.Proved.class);
  }

  @Test
  void shouldNotTakeAKeyAsUsedUpByAVerdictAboutNoAnnouncement() {
    // Given
    assertRefused(append(new Verdict(SLOT, 1, 1, "i1", VETO), NOW), RejectionCode.UNKNOWN_ANNOUNCEMENT);
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome = judge("i1", entry, PROVED, NOW);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.COUNTS);
  }

  @Test
  void shouldTakeVerdictsWithoutSignatureWhereAKeyIsTrusted() throws GeneralSecurityException {
    // Given
    final KeyPair trusted = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    final ControlLog trusting =
        new ControlLog(Lead.of(Duration.ofMillis(LEAD)), Trust.of(List.of(trusted.getPublic()), "cluster"), Map.of(SLOT, Optional.empty()));
    final byte[] announcement = AnnouncementCodec.encode(live(1, "a"));
    trusting.append(
        new ControlRecord(0, OptionalLong.of(NOW), bytes("language/1"), announcement, SigningKey.of(trusted.getPrivate()).sign(announcement)));
    final Verdict verdict = new Verdict(SLOT, 1, 0, "i1", PROVED);

    // When
    final Outcome outcome = trusting.append(new ControlRecord(1, OptionalLong.of(NOW), bytes(verdict.key()), VerdictCodec.encode(verdict), null));

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.COUNTS);
  }

  // Rule 2: from when on what is proved counts.

  @ParameterizedTest
  @CsvSource({"0, 30000", "1, 30001", "29999, 59999", "86400000, 86430000"})
  void shouldCountFromTheLeadAfterTheProofWhereNoTimeIsAskedFor(final long proof, final long effective) {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    judge("i1", entry, PROVED, NOW + proof);

    // Then
    assertThat(now(entry).effectiveFrom()).isEqualTo(NOW + effective);
    assertThat(now(entry).asked()).isEqualTo(NOW + LEAD);
    assertThat(log.timeline(SLOT).at(NOW + effective - 1).live()).isEmpty();
    assertThat(log.timeline(SLOT).at(NOW + effective).live()).contains(now(entry));
  }

  @ParameterizedTest
  @CsvSource({"0, 100000", "70000, 100000", "70001, 100001", "100000, 130000"})
  void shouldKeepATimeAskedForUnlessTheLeadAfterTheProofIsLater(final long proof, final long effective) {
    // Given
    final Entry entry = announce(at(1, "a", NOW + 100_000, Reach.FORWARD));

    // When
    judge("i1", entry, PROVED, NOW + proof);

    // Then
    assertThat(now(entry).effectiveFrom()).isEqualTo(NOW + effective);
    assertThat(now(entry).asked()).isEqualTo(NOW + 100_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE + 1, 0, NOW - 1, NOW + LEAD, NOW + 10 * LEAD, Long.MAX_VALUE})
  void shouldKeepTheTimeOfARetroactiveAnnouncementWheneverItIsProved(final long asked) {
    // Given
    final Entry entry = announce(at(1, "a", asked, Reach.RETROACTIVE));

    // When
    judge("i1", entry, PROVED, NOW + 5 * LEAD);

    // Then
    assertThat(now(entry).effectiveFrom()).isEqualTo(asked);
  }

  @Test
  void shouldKeepTheBeginningWheneverItIsProved() {
    // Given
    final Entry entry = announce(beginning(1, "a"));

    // When
    judge("i1", entry, PROVED, NOW + 5 * LEAD);

    // Then
    assertThat(now(entry).effectiveFrom()).isEqualTo(Entry.BEGINNING);
    assertThat(log.timeline(SLOT).at(Long.MIN_VALUE).live()).contains(now(entry));
  }

  @Test
  void shouldCountFromTheLatestTimeWhereTheLeadLeadsBeyondIt() {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    judge("i1", entry, PROVED, Long.MAX_VALUE - 1);

    // Then
    assertThat(now(entry).effectiveFrom()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1000})
  void shouldChangeNothingByASecondProofWhateverItsTime(final long second) {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW + 500);
    final Entry before = now(entry);

    // When
    final Outcome outcome = judge("i2", entry, PROVED, NOW + second);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.NONE);
    assertThat(outcome.changed()).isEmpty();
    assertThat(now(entry)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("findings")
  void shouldChangeNothingOfWhatNeedsNoProof(final Verdict.Finding finding) {
    // Given
    final Entry entry = announce(of(1, "a", new Traffic.Shadow()));

    // When
    final Outcome outcome = judge("i1", entry, finding, NOW);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.NONE);
    assertThat(decision(entry)).isEqualTo(new Decision.Unconditional());
    assertThat(log.timeline(SLOT).entries()).containsExactly(entry);
  }

  static List<Verdict.Finding> findings() {
    return List.of(PROVED, VETO);
  }

  @Test
  void shouldNotHaveAnAnnouncementThatIsProvedLateTakeOverFromOneMadeAfterIt() {
    // Given
    final Entry slow = announce(live(1, "a"));
    time += 1000;
    final Entry quick = announce(live(2, "b"));
    judge("i1", quick, PROVED, NOW + 2000);

    // When
    judge("i1", slow, PROVED, NOW + 10 * LEAD);

    // Then
    assertThat(log.timeline(SLOT).entries()).containsExactly(now(slow), now(quick));
    assertThat(log.timeline(SLOT).at(Long.MAX_VALUE).live()).contains(now(quick));
  }

  @Test
  void shouldHaveTheTimeAskedForDecideBeforeTheOffset() {
    // Given
    final Entry later = announce(at(1, "a", NOW + 3 * LEAD, Reach.FORWARD));
    final Entry sooner = announce(at(2, "b", NOW + 2 * LEAD, Reach.FORWARD));

    // When
    judge("i1", later, PROVED, NOW);
    judge("i1", sooner, PROVED, NOW + 5 * LEAD);

    // Then
    assertThat(log.timeline(SLOT).at(NOW + 3 * LEAD).live()).contains(now(later));
    assertThat(log.timeline(SLOT).at(Long.MAX_VALUE).live()).contains(now(later));
  }

  // Rule 3: which vetoes count.

  @Test
  void shouldMakeVoidByAVetoBeforeAnyProof() {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome = judge("i1", entry, VETO, NOW + 100 * LEAD);

    // Then
    final Entry vetoed = entry.with(new Decision.Vetoed("i1", 1, VETO, Optional.empty()));
    assertThat(outcome).isEqualTo(new Judged(verdict("i1", entry, VETO), 1, vetoed, Effect.VOID));
    assertThat(outcome.changed()).containsExactly(vetoed);
    assertThat(log.timeline(SLOT).entries()).isEmpty();
    assertThat(log.entries(SLOT)).containsExactly(vetoed);
  }

  @ParameterizedTest
  @CsvSource({"0, VOID", "15000, VOID", "15001, TOO_LATE", "30000, TOO_LATE"})
  void shouldHearAVetoUpToHalfTheLeadBeforeTheEffectiveTime(final long veto, final Effect effect) {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW + 7000);

    // When
    final Outcome outcome = judge("i2", entry, VETO, NOW + 7000 + veto);

    // Then
    assertEffect(entry, outcome, effect);
  }

  @ParameterizedTest
  @CsvSource({"15000, VOID", "285000, VOID", "285001, TOO_LATE"})
  void shouldHearAVetoUpToHalfTheLeadBeforeATimeThatIsFarAway(final long veto, final Effect effect) {
    // Given
    final Entry entry = announce(at(1, "a", NOW + 300_000, Reach.FORWARD));
    judge("i1", entry, PROVED, NOW);

    // When
    final Outcome outcome = judge("i2", entry, VETO, NOW + veto);

    // Then
    assertEffect(entry, outcome, effect);
  }

  @ParameterizedTest
  @CsvSource({"15000, VOID", "15001, TOO_LATE"})
  void shouldHearAVetoOfARetroactiveAnnouncementUpToHalfTheLeadAfterItsProof(final long veto, final Effect effect) {
    // Given
    final Entry entry = announce(at(1, "a", NOW - 1, Reach.RETROACTIVE));
    judge("i1", entry, PROVED, NOW + 7000);

    // When
    final Outcome outcome = judge("i2", entry, VETO, NOW + 7000 + veto);

    // Then
    assertEffect(entry, outcome, effect);
  }

  @ParameterizedTest
  @CsvSource({"285000, VOID", "285001, TOO_LATE"})
  void shouldHearAVetoOfARetroactiveAnnouncementForLaterAsOfAnyOther(final long veto, final Effect effect) {
    // Given
    final Entry entry = announce(at(1, "a", NOW + 300_000, Reach.RETROACTIVE));
    judge("i1", entry, PROVED, NOW);

    // When
    final Outcome outcome = judge("i2", entry, VETO, NOW + veto);

    // Then
    assertEffect(entry, outcome, effect);
  }

  @ParameterizedTest
  @CsvSource({"15000, VOID", "15001, TOO_LATE"})
  void shouldHearAVetoOfAVersionFromTheBeginningUpToHalfTheLeadAfterItsProof(final long veto, final Effect effect) {
    // Given
    final Entry entry = announce(beginning(1, "a"));
    judge("i1", entry, PROVED, NOW + 7000);

    // When
    final Outcome outcome = judge("i2", entry, VETO, NOW + 7000 + veto);

    // Then
    assertEffect(entry, outcome, effect);
  }

  @Test
  void shouldNotCountTheTimeForAVetoAnewFromASecondProof() {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW);
    judge("i2", entry, PROVED, NOW + 14_000);

    // When
    final Outcome outcome = judge("i3", entry, VETO, NOW + 15_001);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.TOO_LATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digest-differs", "a-code-of-a-later-release"})
  void shouldHearAVetoWhateverItsCode(final String code) {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome = judge("i1", entry, new Verdict.Veto(code, ""), NOW);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.VOID);
  }

  @Test
  void shouldHearNoVetoOfAnAnnouncementThatIgnoresThem() {
    // Given
    final Entry entry = announce(Announcements.ignoringObjections(live(1, "a")));

    // When
    final Outcome before = judge("i1", entry, VETO, NOW);
    final Outcome proof = judge("i2", entry, PROVED, NOW);
    final Outcome after = judge("i3", entry, VETO, NOW);

    // Then
    assertThat(List.of(before, proof, after)).extracting(ControlLogVerdictTest::effect).containsExactly(Effect.IGNORED, Effect.COUNTS, Effect.IGNORED);
    assertThat(before.changed()).isEmpty();
    assertThat(log.timeline(SLOT).entries()).containsExactly(now(entry));
  }

  // Rule 4: withdrawals.

  @Test
  void shouldMakeThePendingAnnouncementsOfAVersionVoidWhenItIsWithdrawn() {
    // Given
    final Entry first = announce(live(1, "a"));
    final Entry canary = announce(of(2, "a", new Traffic.Canary(10, "")));
    final Entry other = announce(live(3, "b"));

    // When
    final Outcome outcome = append(of(4, "a", new Traffic.Withdrawn()));

    // Then
    final Decision.Cancelled cancelled = new Decision.Cancelled(3);
    assertThat(outcome).isInstanceOfSatisfying(Accepted.class,
        accepted -> assertThat(accepted.cancelled()).containsExactly(first.with(cancelled), canary.with(cancelled)));
    assertThat(outcome.changed()).containsExactly(first.with(cancelled), canary.with(cancelled), now(((Accepted) outcome).entry()));
    assertThat(decision(first)).isEqualTo(cancelled);
    assertThat(decision(canary)).isEqualTo(cancelled);
    assertThat(decision(other)).isEqualTo(new Decision.Pending());
  }

  @Test
  void shouldNotMakeVoidByAWithdrawalWhatIsProved() {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW);

    // When
    final Outcome outcome = append(of(2, "a", new Traffic.Withdrawn()));

    // Then
    assertThat(outcome).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.cancelled()).isEmpty());
    assertThat(decision(entry)).isInstanceOf(Decision.Proved.class);
    assertThat(log.timeline(SLOT).at(NOW + LEAD).live()).isEmpty();
  }

  @Test
  void shouldNotMakeAnythingVoidByAWithdrawalThatIsRefused() {
    // Given
    final Entry entry = announce(live(1, "a"));

    // When
    final Outcome outcome =
        append(Announcements.of(2, "a", new Traffic.Withdrawn(), new EffectiveFrom.At(NOW), Reach.FORWARD));

    // Then
    assertRefused(outcome, RejectionCode.TOO_LATE);
    assertThat(decision(entry)).isEqualTo(new Decision.Pending());
  }

  // Rule 5: what is void stays void.

  @ParameterizedTest
  @MethodSource("findings")
  void shouldStayVoidWhateverIsSaidAfterAVeto(final Verdict.Finding finding) {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, VETO, NOW);
    final Entry vetoed = now(entry);

    // When
    final Outcome outcome = judge("i2", entry, finding, NOW);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.NONE);
    assertThat(now(entry)).isEqualTo(vetoed);
  }

  @ParameterizedTest
  @MethodSource("findings")
  void shouldStayVoidWhateverIsSaidAfterAWithdrawal(final Verdict.Finding finding) {
    // Given
    final Entry entry = announce(live(1, "a"));
    announce(of(2, "a", new Traffic.Withdrawn()));

    // When
    final Outcome outcome = judge("i2", entry, finding, NOW);

    // Then
    assertThat(effect(outcome)).isEqualTo(Effect.NONE);
    assertThat(decision(entry)).isEqualTo(new Decision.Cancelled(1));
  }

  @Test
  void shouldNotComeBackWhenTheSameVersionIsAnnouncedAgain() {
    // Given
    final Entry vetoed = announce(live(1, "a"));
    judge("i1", vetoed, VETO, NOW);
    final Entry again = announce(live(2, "a"));

    // When
    judge("i1", again, PROVED, NOW);

    // Then
    assertThat(decision(vetoed)).isInstanceOf(Decision.Vetoed.class);
    assertThat(log.timeline(SLOT).entries()).containsExactly(now(again));
  }

  @Test
  void shouldTakeAwayFromTheTimelineOnlyWhatIsVetoed() {
    // Given
    final Entry before = announce(live(1, "a"));
    judge("i1", before, PROVED, NOW);
    final Entry entry = announce(live(2, "b"));
    judge("i1", entry, PROVED, NOW);
    final Timeline then = log.timeline(SLOT);

    // When
    judge("i2", entry, VETO, NOW);

    // Then
    assertThat(then.at(NOW + LEAD).live()).hasValueSatisfying(live -> assertThat(live.id()).isEqualTo(entry.id()));
    assertThat(log.timeline(SLOT).entries()).containsExactly(now(before));
    assertThat(log.timeline(SLOT).at(NOW + LEAD).live()).contains(now(before));
  }

  // Announcements after entries that are void.

  @Test
  void shouldTakeAVersionFromTheBeginningWhereAllBeforeItAreVoid() {
    // Given
    judge("i1", announce(live(1, "a")), VETO, NOW);
    final Entry proved = announce(beginning(2, "b"));
    judge("i1", proved, PROVED, NOW);
    judge("i2", proved, VETO, NOW + LEAD / 2);
    announce(of(3, "c", new Traffic.Canary(10, "")));
    announce(of(4, "c", new Traffic.Withdrawn()));

    // When
    final Outcome outcome = append(beginning(5, "d"));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningAfterOneThatIsPending() {
    // Given
    announce(live(1, "a"));

    // When
    final Outcome outcome = append(beginning(2, "b"));

    // Then
    assertThat(assertRefused(outcome, RejectionCode.NOT_FIRST).detail()).contains("a version in use");
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningAfterAVetoThatCameTooLate() {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW);
    judge("i2", entry, VETO, NOW + LEAD / 2 + 1);

    // When
    final Outcome outcome = append(beginning(2, "b"));

    // Then
    assertRefused(outcome, RejectionCode.NOT_FIRST);
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningAfterOneThatWasProvedBeforeItBecameVoid() {
    // Given
    final Entry entry = announce(live(1, "a"));
    judge("i1", entry, PROVED, NOW);
    judge("i2", entry, VETO, NOW + LEAD / 2);

    // When
    final Outcome outcome = append(beginning(2, "b"));

    // Then
    assertRefused(outcome, RejectionCode.NOT_FIRST);
  }

  @Test
  void shouldRefuseOtherBytesUnderAVersionWhoseAnnouncementIsVoid() {
    // Given
    judge("i1", announce(live(1, "a")), VETO, NOW);

    // When
    final Outcome outcome = append(
        Announcements.of(SLOT, 2, "a", Announcements.artifact("b"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, ""));

    // Then
    assertRefused(outcome, RejectionCode.VERSION_CONFLICT);
  }

  // Views.

  @Test
  void shouldTellWhatCountsOrMayComeToCountInItsOrder() {
    // Given
    final Entry later = announce(at(1, "a", NOW + 3 * LEAD, Reach.FORWARD));
    final Entry sooner = announce(at(2, "b", NOW + 2 * LEAD, Reach.FORWARD));
    judge("i1", sooner, PROVED, NOW);
    judge("i1", announce(live(3, "c")), VETO, NOW);

    // When
    final List<Entry> decision = log.notVoid(SLOT);

    // Then
    assertThat(decision).containsExactly(now(sooner), later);
  }

  @Test
  void shouldExpectWhatIsPendingToBeProved() {
    // Given
    final Entry pending = announce(live(1, "a"));
    judge("i1", announce(live(2, "b")), VETO, NOW);

    // When
    final Timeline expected = log.expected(SLOT);

    // Then
    assertThat(expected.at(NOW + LEAD).live()).map(Entry::id).contains(pending.id());
    assertThat(log.timeline(SLOT).entries()).isEmpty();
  }

  private void assertEffect(final Entry entry, final Outcome outcome, final Effect effect) {
    assertThat(effect(outcome)).isEqualTo(effect);
    if (effect == Effect.VOID) {
      assertThat(decision(entry)).isInstanceOfSatisfying(Decision.Vetoed.class, vetoed -> assertThat(vetoed.before()).isPresent());
    } else {
      assertThat(decision(entry)).isInstanceOf(Decision.Proved.class);
    }
    assertThat(log.timeline(SLOT).entries()).hasSize(effect == Effect.VOID ? 0 : 1);
  }

  private Entry announce(final Announcement announcement) {
    final Outcome outcome = append(announcement);
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ((Accepted) outcome).entry();
  }

  private Outcome append(final Announcement announcement) {
    return log.append(new ControlRecord(offset++, OptionalLong.of(time), bytes(announcement.key()), AnnouncementCodec.encode(announcement), null));
  }

  private Outcome judge(final String instance, final Entry entry, final Verdict.Finding finding, final long appendTime) {
    return append(verdict(instance, entry, finding), appendTime);
  }

  private Outcome append(final Verdict verdict, final long appendTime) {
    return log.append(record(verdict.key(), OptionalLong.of(appendTime), verdict));
  }

  private ControlRecord record(final String key, final OptionalLong appendTime, final Verdict verdict) {
    return new ControlRecord(offset++, appendTime, bytes(key), VerdictCodec.encode(verdict), null);
  }

  private static Verdict verdict(final String instance, final Entry entry, final Verdict.Finding finding) {
    return new Verdict(SLOT, entry.announcement().sequence(), entry.offset(), instance, finding);
  }

  private Entry now(final Entry entry) {
    return log.entry(SLOT, entry.offset()).orElseThrow();
  }

  private Decision decision(final Entry entry) {
    return now(entry).decision();
  }

  private static Effect effect(final Outcome outcome) {
    assertThat(outcome).isInstanceOf(Judged.class);
    return ((Judged) outcome).effect();
  }

  private static Rejection assertRefused(final Outcome outcome, final RejectionCode code) {
    assertThat(outcome).isInstanceOf(Refused.class);
    final Rejection rejection = ((Refused) outcome).rejection();
    assertThat(rejection.code()).isEqualTo(code);
    assertThat(outcome.changed()).isEmpty();
    return rejection;
  }

  private static Announcement of(final long sequence, final String version, final Traffic traffic) {
    return Announcements.of(sequence, version, traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  private static Announcement at(final long sequence, final String version, final long asked, final Reach reach) {
    return Announcements.of(sequence, version, new Traffic.Live(), new EffectiveFrom.At(asked), reach);
  }

  private static Announcement beginning(final long sequence, final String version) {
    return Announcements.of(sequence, version, new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD);
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
