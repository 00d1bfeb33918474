package io.labelstream.rollout.control;

import static io.labelstream.rollout.control.Announcements.SLOT;
import static io.labelstream.rollout.control.Announcements.artifact;
import static io.labelstream.rollout.control.Announcements.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rollout.control.ControlLog.Accepted;
import io.labelstream.rollout.control.ControlLog.Foreign;
import io.labelstream.rollout.control.ControlLog.Outcome;
import io.labelstream.rollout.control.ControlLog.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlLogTest {
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(30));
  private static final long NOW = 1_800_000_000_000L;
  private static final long EARLIEST = NOW + 30_000;
  private static final String CLUSTER = "this-cluster";
  private static final KeyPair TRUSTED = newPair();
  private static final KeyPair OTHER = newPair();

  private final ControlLog log = new ControlLog(LEAD, Trust.none(), Map.of(SLOT, Optional.empty()));
  private long offset;

  @Test
  void shouldTakeAnAnnouncementAsPendingEntryFromTheLeadAfterItsAppendTime() {
    // Given
    final Announcement announcement = live(1, "a");

    // When
    final Outcome outcome = append(log, announcement);

    // Then
    final Entry entry = pending(announcement, 0, EARLIEST);
    assertThat(outcome).isEqualTo(new Accepted(entry, List.of()));
    assertThat(outcome.changed()).containsExactly(entry);
    assertThat(log.entries(SLOT)).containsExactly(entry);
    assertThat(log.timeline(SLOT).entries()).isEmpty();
  }

  @Test
  void shouldHaveACanaryWaitForAProof() {
    // Given
    final Announcement canary = of(1, "a", new Traffic.Canary(10, ""), new EffectiveFrom.AfterLead(), Reach.FORWARD);

    // When
    final Outcome outcome = append(log, canary);

    // Then
    assertThat(accepted(outcome).decision()).isEqualTo(new Decision.Pending());
  }

  @ParameterizedTest
  @MethodSource("trafficWithoutLabels")
  void shouldHaveWhatLabelsNothingCountAtOnce(final Traffic traffic) {
    // Given
    append(log, live(1, "a"));

    // When
    final Outcome outcome = append(log, of(2, "a", traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD));

    // Then
    assertThat(accepted(outcome).decision()).isEqualTo(new Decision.Unconditional());
    assertThat(log.timeline(SLOT).entries()).containsExactly(accepted(outcome));
  }

  static List<Traffic> trafficWithoutLabels() {
    return List.of(new Traffic.Staged(), new Traffic.Shadow(), new Traffic.Withdrawn());
  }

  @Test
  void shouldRefuseARecordWithoutValue() {
    // When
    final Outcome outcome = log.append(new ControlRecord(7, OptionalLong.of(NOW), bytes("language/1"), null, null));

    // Then
    assertThat(refused(outcome, RejectionCode.NULL_VALUE)).isEqualTo(new Refused(Optional.empty(), 7, rejection(outcome)));
    assertThat(rejection(outcome).detail()).contains("no value");
  }

  @Test
  void shouldRefuseARecordWithoutKey() {
    // When
    final Outcome outcome = log.append(new ControlRecord(7, OptionalLong.of(NOW), null, AnnouncementCodec.encode(live(1, "a")), null));

    // Then
    assertThat(refused(outcome, RejectionCode.NULL_VALUE).rejection().detail()).contains("no key");
  }

  @Test
  void shouldRefuseWhatIsNoAnnouncement() {
    // When
    final Outcome outcome = log.append(new ControlRecord(7, OptionalLong.of(NOW), bytes("language/1"), bytes("garbage"), null));

    // Then
    assertThat(refused(outcome, RejectionCode.UNREADABLE).slot()).isEmpty();
  }

  @Test
  void shouldRefuseASchemaItDoesNotKnow() {
    // Given
    final byte[] value = AnnouncementCodec.encode(live(1, "a"));
    value[5]++;

    // When
    final Outcome outcome = log.append(new ControlRecord(7, OptionalLong.of(NOW), bytes("language/1"), value, null));

    // Then
    refused(outcome, RejectionCode.UNKNOWN_SCHEMA);
  }

  @Test
  void shouldRefuseAFieldOutOfItsRangeAndTellTheSlot() {
    // Given
    final byte[] value = AnnouncementCodec.encode(live(1, "a"));
    // The sequence 1 follows the header and the slot with its length.
    value[10 + 1 + SLOT.length()] = 0;

    // When
    final Outcome outcome = log.append(new ControlRecord(7, OptionalLong.of(NOW), bytes("language/0"), value, null));

    // Then
    assertThat(refused(outcome, RejectionCode.INVALID).slot()).contains(SLOT);
  }

  @Test
  void shouldRefuseATimeThatIsNotTheBrokers() {
    // When
    final Outcome outcome =
        log.append(new ControlRecord(7, OptionalLong.empty(), bytes("language/1"), AnnouncementCodec.encode(live(1, "a")), null));

    // Then
    refused(outcome, RejectionCode.NO_APPEND_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"language/2", "topic/1", "language/01", "language/1 ", ""})
  void shouldRefuseAnAnnouncementUnderAnotherKey(final String key) {
    // When
    final Outcome outcome = log.append(new ControlRecord(7, OptionalLong.of(NOW), bytes(key), AnnouncementCodec.encode(live(1, "a")), null));

    // Then
    refused(outcome, RejectionCode.REPLAYED);
  }

  @Test
  void shouldAcceptWhatATrustedKeyHasSigned() {
    // Given
    final ControlLog trusting = trusting();
    final Announcement announcement = live(1, "a");

    // When
    final Outcome outcome = trusting.append(signed(announcement, TRUSTED));

    // Then
    assertThat(outcome).isEqualTo(new Accepted(pending(announcement, 0, EARLIEST), List.of()));
  }

  @Test
  void shouldRefuseWhatIsNotSignedWhereAKeyIsTrusted() {
    // When
    final Outcome outcome = append(trusting(), live(1, "a"));

    // Then
    refused(outcome, RejectionCode.UNSIGNED);
  }

  @Test
  void shouldRefuseTheSignatureOfAnotherKey() {
    // When
    final Outcome outcome = trusting().append(signed(live(1, "a"), OTHER));

    // Then
    refused(outcome, RejectionCode.BAD_SIGNATURE);
  }

  @Test
  void shouldRefuseASignatureOverOtherBytes() {
    // Given
    final byte[] signature = SigningKey.of(TRUSTED.getPrivate()).sign(AnnouncementCodec.encode(live(1, "a")));

    // When
    final Outcome outcome = trusting().append(record(live(1, "b"), signature));

    // Then
    refused(outcome, RejectionCode.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void shouldRefuseASignatureOfAnotherLength(final int length) {
    // When
    final Outcome outcome = trusting().append(record(live(1, "a"), new byte[length]));

    // Then
    assertThat(refused(outcome, RejectionCode.BAD_SIGNATURE).rejection().detail()).contains("of " + length + " bytes, expected 64");
  }

  @Test
  void shouldRefuseASignatureThatCanBeNobodys() {
    // Given
    final byte[] signature = new byte[SigningKey.SIGNATURE_BYTES];
    Arrays.fill(signature, (byte) 0xFF);

    // When
    final Outcome outcome = trusting().append(record(live(1, "a"), signature));

    // Then
    refused(outcome, RejectionCode.BAD_SIGNATURE);
  }

  @Test
  void shouldRefuseASignedAnnouncementCopiedToAnotherKey() {
    // Given
    final ControlRecord original = signed(live(1, "a"), TRUSTED);

    // When
    final Outcome outcome =
        trusting().append(new ControlRecord(7, original.appendTime(), bytes("language/2"), original.value(), original.signature()));

    // Then
    refused(outcome, RejectionCode.REPLAYED);
  }

  @Test
  void shouldRefuseASignedAnnouncementOfAnotherCluster() {
    // When
    final Outcome outcome = trusting().append(signed(forCluster("another-cluster"), TRUSTED));

    // Then
    assertThat(refused(outcome, RejectionCode.REPLAYED).rejection().detail()).contains(CLUSTER).doesNotContain("another-cluster");
  }

  @Test
  void shouldAcceptASignedAnnouncementOfThisCluster() {
    // When
    final Outcome outcome = trusting().append(signed(forCluster(CLUSTER), TRUSTED));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void shouldPassOverSlotsThatAreNotOurs() {
    // Given
    final Announcement foreign =
        Announcements.of("topic", 1, "a", artifact("a"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "");

    // When
    final Outcome outcome = append(log, foreign);

    // Then
    assertThat(outcome).isEqualTo(new Foreign());
    assertThat(log.slots()).containsExactly(SLOT);
    assertThat(log.entries("topic")).isEmpty();
    assertThat(log.timeline("topic").entries()).isEmpty();
  }

  @Test
  void shouldRefuseForASlotThatIsNotOursWhatIsNotBelieved() {
    // Given
    final Announcement foreign =
        Announcements.of("topic", 1, "a", artifact("a"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "");

    // When
    final Outcome outcome = append(trusting(), foreign);

    // Then
    assertThat(refused(outcome, RejectionCode.UNSIGNED).slot()).contains("topic");
  }

  @Test
  void shouldTakeEverySlotWhereAllAreMeant() {
    // Given
    final ControlLog all = ControlLog.ofAllSlots(LEAD, Trust.none());
    append(all, live(1, "a"));

    // When
    append(all, Announcements.of("topic", 1, "a", artifact("a"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, ""));

    // Then
    assertThat(all.slots()).containsExactly("language", "topic");
    assertThat(all.entries("topic")).hasSize(1);
  }

  @Test
  void shouldKeepTheFirstOfTwoRecordsWithTheSameKey() {
    // Given
    append(log, live(1, "a"));

    // When
    final Outcome outcome = append(log, live(1, "b"));

    // Then
    assertThat(refused(outcome, RejectionCode.DUPLICATE).offset()).isEqualTo(1);
    assertThat(log.entries(SLOT)).extracting(Entry::id).containsExactly(live(1, "a").id());
  }

  @Test
  void shouldTellAKeyUsedAgainBeforeAConflict() {
    // Given
    append(log, live(1, "a"));

    // When
    final Outcome outcome = append(log, conflicting(1));

    // Then
    refused(outcome, RejectionCode.DUPLICATE);
  }

  @Test
  void shouldTakeAKeyAsUsedUpByARecordThatWasRefusedForAConflict() {
    // Given
    append(log, live(1, "a"));
    refused(append(log, conflicting(2)), RejectionCode.VERSION_CONFLICT);

    // When
    final Outcome outcome = append(log, live(2, "c"));

    // Then
    refused(outcome, RejectionCode.DUPLICATE);
  }

  @Test
  void shouldTellAConflictBeforeAnUnknownVersionAndThatBeforeTheTime() {
    // Given
    append(log, live(1, "a"));
    final EffectiveFrom late = new EffectiveFrom.At(0);
    final Outcome conflicting = append(log, Announcements.of(SLOT, 2, "a", artifact("b"), new Traffic.Withdrawn(), late, Reach.FORWARD, ""));

    // When
    final Outcome unknown = append(log, of(3, "b", new Traffic.Withdrawn(), late, Reach.FORWARD));

    // Then
    refused(conflicting, RejectionCode.VERSION_CONFLICT);
    refused(unknown, RejectionCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldTellAMissingAppendTimeBeforeTheKeyAndThatBeforeTheSignature() {
    // Given
    final ControlLog trusting = trusting();
    final byte[] value = AnnouncementCodec.encode(live(1, "a"));
    refused(trusting.append(new ControlRecord(0, OptionalLong.empty(), bytes("x"), value, null)), RejectionCode.NO_APPEND_TIME);

    // When
    final Outcome outcome = trusting.append(new ControlRecord(1, OptionalLong.of(NOW), bytes("x"), value, null));

    // Then
    refused(outcome, RejectionCode.REPLAYED);
  }

  @Test
  void shouldTakeAKeyAsUsedUpByARecordThatWasRefusedForItsTime() {
    // Given
    refused(append(log, at(1, EARLIEST - 1, Reach.FORWARD)), RejectionCode.TOO_LATE);

    // When
    final Outcome outcome = append(log, live(1, "b"));

    // Then
    refused(outcome, RejectionCode.DUPLICATE);
  }

  @Test
  void shouldNotTakeAKeyAsUsedUpByARecordThatIsNotBelieved() {
    // Given
    final ControlLog trusting = trusting();
    refused(trusting.append(signed(live(1, "evil"), OTHER)), RejectionCode.BAD_SIGNATURE);

    // When
    final Outcome outcome = trusting.append(signed(live(1, "a"), TRUSTED));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void shouldRefuseOtherBytesUnderAVersionOfBefore() {
    // Given
    append(log, live(1, "a"));

    // When
    final Outcome outcome = append(log, conflicting(2));

    // Then
    assertThat(refused(outcome, RejectionCode.VERSION_CONFLICT).rejection().detail()).contains("lid a", "offset 0", artifact("b").sha256());
  }

  @Test
  void shouldRefuseOtherBytesUnderTheBaseVersion() {
    // When
    final Outcome outcome = append(withBase("a"), conflicting(1));

    // Then
    assertThat(refused(outcome, RejectionCode.VERSION_CONFLICT).rejection().detail()).contains("the base version");
  }

  @Test
  void shouldNotLetARefusedRecordClaimAVersion() {
    // Given
    refused(append(log, at(1, EARLIEST - 1, Reach.FORWARD)), RejectionCode.TOO_LATE);

    // When
    final Outcome outcome = append(log, conflicting(2));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void shouldAcceptAVersionAnnouncedAgainWithTheSameBytes() {
    // Given
    append(log, live(1, "a"));

    // When
    final Outcome outcome = append(log, live(2, "a"));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void shouldRefuseToWithdrawAVersionThatNobodyAnnounced() {
    // Given
    append(log, live(1, "a"));

    // When
    final Outcome outcome = append(log, withdrawn(2, "b"));

    // Then
    assertThat(refused(outcome, RejectionCode.UNKNOWN_VERSION).rejection().detail()).contains("lid b", SLOT);
  }

  @Test
  void shouldRefuseToWithdrawAVersionWhoseAnnouncementWasRefused() {
    // Given
    refused(append(log, at(1, EARLIEST - 1, Reach.FORWARD)), RejectionCode.TOO_LATE);

    // When
    final Outcome outcome = append(log, withdrawn(2, "a"));

    // Then
    refused(outcome, RejectionCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldWithdrawAnAnnouncedVersion() {
    // Given
    append(log, of(1, "a", new Traffic.Shadow(), new EffectiveFrom.AfterLead(), Reach.FORWARD));

    // When
    final Outcome outcome = append(log, withdrawn(2, "a"));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(log.timeline(SLOT).at(EARLIEST).shadow()).isEmpty();
  }

  @Test
  void shouldWithdrawTheBaseVersion() {
    // When
    final Outcome outcome = append(withBase("a"), withdrawn(1, "a"));

    // Then
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void shouldRefuseATimeWithinTheLead() {
    // When
    final Outcome outcome = append(log, at(1, EARLIEST - 1, Reach.FORWARD));

    // Then
    assertThat(refused(outcome, RejectionCode.TOO_LATE).rejection().detail()).contains("2027-01-15T08:00:29.999Z", "2027-01-15T08:00:30Z");
  }

  @Test
  void shouldAcceptATimeAtTheEndOfTheLead() {
    // When
    final Outcome outcome = append(log, at(1, EARLIEST, Reach.FORWARD));

    // Then
    assertThat(accepted(outcome).effectiveFrom()).isEqualTo(EARLIEST);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE + 1, -1, 0, NOW, EARLIEST - 1, Long.MAX_VALUE})
  void shouldAcceptAnyTimeOfARetroactiveAnnouncement(final long time) {
    // When
    final Outcome outcome = append(log, at(1, time, Reach.RETROACTIVE));

    // Then
    assertThat(accepted(outcome).effectiveFrom()).isEqualTo(time);
  }

  @Test
  void shouldTakeTheLatestTimeWhereTheLeadLeadsBeyondIt() {
    // When
    final Outcome outcome =
        log.append(new ControlRecord(0, OptionalLong.of(Long.MAX_VALUE - 1), bytes("language/1"), AnnouncementCodec.encode(live(1, "a")), null));

    // Then
    assertThat(accepted(outcome).effectiveFrom()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldAcceptTheFirstVersionFromTheBeginning() {
    // Given
    append(log, of(1, "a", new Traffic.Staged(), new EffectiveFrom.AfterLead(), Reach.FORWARD));

    // When
    final Outcome outcome = append(log, beginning(2, "a", Reach.FORWARD));

    // Then
    assertThat(accepted(outcome).effectiveFrom()).isEqualTo(Entry.BEGINNING);
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningAfterALiveOne() {
    assertNotFirstAfter(new Traffic.Live());
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningAfterACanary() {
    assertNotFirstAfter(new Traffic.Canary(10, ""));
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningAfterAShadow() {
    assertNotFirstAfter(new Traffic.Shadow());
  }

  @Test
  void shouldRefuseAVersionFromTheBeginningWhereThereIsABaseVersion() {
    // When
    final Outcome outcome = append(withBase("base"), beginning(1, "a", Reach.FORWARD));

    // Then
    assertThat(refused(outcome, RejectionCode.NOT_FIRST).rejection().detail()).contains("base version");
  }

  @Test
  void shouldAcceptARetroactiveVersionFromTheBeginningWhereThereIsABaseVersion() {
    // When
    final Outcome outcome = append(withBase("base"), beginning(1, "a", Reach.RETROACTIVE));

    // Then
    assertThat(accepted(outcome).effectiveFrom()).isEqualTo(Entry.BEGINNING);
  }

  @Test
  void shouldHaveTheBaseVersionOnTheTimelineAndLeaveTheFirstSequenceFree() {
    // When
    final ControlLog based = withBase("base");

    // Then
    assertThat(based.timeline(SLOT).at(Long.MIN_VALUE).live()).contains(base("base"));
    assertThat(based.nextSequence(SLOT)).isEqualTo(1);
  }

  @Test
  void shouldNotTakeABaseVersionWithAnOffset() {
    // Given
    final Map<String, Optional<Entry>> slots = Map.of(SLOT, Optional.of(new Entry(live(1, "a"), 0, Entry.BEGINNING)));

    // When
    assertThatThrownBy(() -> new ControlLog(LEAD, Trust.none(), slots))
        // Then
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected the same slot and offset -1");
  }

  @Test
  void shouldNotTakeRecordsOutOfTheirOrder() {
    // Given
    log.append(new ControlRecord(5, OptionalLong.of(NOW), null, null, null));

    // When
    assertThatThrownBy(() -> log.append(new ControlRecord(5, OptionalLong.of(NOW), null, null, null)))
        // Then
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("offset=5");
  }

  @Test
  void shouldCountOnFromTheHighestSequenceThatIsUsedUp() {
    // Given
    append(log, live(1, "a"));
    append(log, live(7, "b"));
    append(log, live(3, "c"));

    // When
    final long next = log.nextSequence(SLOT);

    // Then
    assertThat(next).isEqualTo(8);
  }

  @Test
  void shouldNotCountOnFromASequenceThatIsNotBelieved() {
    // Given
    final ControlLog trusting = trusting();
    append(trusting, live(900, "evil"));

    // When
    final long next = trusting.nextSequence(SLOT);

    // Then
    assertThat(next).isEqualTo(1);
  }

  @Test
  void shouldFindAnUnusedSequenceWhenTheHighestIsUsedUp() {
    // Given
    append(log, live(Long.MAX_VALUE, "a"));
    append(log, live(1, "b"));

    // When
    final long next = log.nextSequence(SLOT);

    // Then
    assertThat(next).isEqualTo(2);
  }

  private void assertNotFirstAfter(final Traffic traffic) {
    // Given
    append(log, of(1, "a", traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD));

    // When
    final Outcome outcome = append(log, beginning(2, "b", Reach.FORWARD));

    // Then
    refused(outcome, RejectionCode.NOT_FIRST);
  }

  private Outcome append(final ControlLog to, final Announcement announcement) {
    return to.append(record(announcement, null));
  }

  private ControlRecord signed(final Announcement announcement, final KeyPair by) {
    return record(announcement, SigningKey.of(by.getPrivate()).sign(AnnouncementCodec.encode(announcement)));
  }

  private ControlRecord record(final Announcement announcement, final byte @Nullable [] signature) {
    return new ControlRecord(offset++, OptionalLong.of(NOW), bytes(announcement.key()), AnnouncementCodec.encode(announcement), signature);
  }

  private static ControlLog trusting() {
    return new ControlLog(LEAD, Trust.of(List.of(newPair().getPublic(), TRUSTED.getPublic()), CLUSTER), Map.of(SLOT, Optional.empty()));
  }

  private static ControlLog withBase(final String version) {
    return new ControlLog(LEAD, Trust.none(), Map.of(SLOT, Optional.of(base(version))));
  }

  private static Entry base(final String version) {
    return new Entry(beginning(1, version, Reach.FORWARD), Entry.BASE_OFFSET, Entry.BEGINNING);
  }

  private static Entry pending(final Announcement announcement, final long offset, final long asked) {
    return new Entry(announcement, offset, asked, asked, new Decision.Pending());
  }

  private static Announcement of(
      final long sequence, final String version, final Traffic traffic, final EffectiveFrom effectiveFrom, final Reach reach) {
    return Announcements.of(sequence, version, traffic, effectiveFrom, reach);
  }

  private static Announcement at(final long sequence, final long time, final Reach reach) {
    return of(sequence, "a", new Traffic.Live(), new EffectiveFrom.At(time), reach);
  }

  private static Announcement beginning(final long sequence, final String version, final Reach reach) {
    return of(sequence, version, new Traffic.Live(), new EffectiveFrom.Beginning(), reach);
  }

  private static Announcement withdrawn(final long sequence, final String version) {
    return of(sequence, version, new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  /** Version a with the bytes of b. */
  private static Announcement conflicting(final long sequence) {
    return Announcements.of(SLOT, sequence, "a", artifact("b"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "");
  }

  private static Announcement forCluster(final String cluster) {
    return Announcements.of(SLOT, 1, "a", artifact("a"), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, cluster);
  }

  private static Refused refused(final Outcome outcome, final RejectionCode code) {
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(rejection(outcome).code()).isEqualTo(code);
    return (Refused) outcome;
  }

  private static Rejection rejection(final Outcome outcome) {
    return ((Refused) outcome).rejection();
  }

  private static Entry accepted(final Outcome outcome) {
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ((Accepted) outcome).entry();
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (final GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
