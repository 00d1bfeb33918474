package io.labelstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.faults.Checker.Findings;
import io.labelstream.faults.Found.SlotLabel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final String SLOT = "topic";
  private static final String DIGEST = "d1";
  private static final int POISON = 3;

  private final Checker checker = new Checker(CheckerTest::sent, List.of(SLOT), Map.of(DIGEST, "sport"));
  private final Oracle oracle = new Oracle(1_000);

  CheckerTest() {
    oracle.base(SLOT, "model", "1", DIGEST);
  }

  @Test
  void shouldFindNothingWhereEachTextHasItsResult() {
    // When
    final Findings findings = judge(4, right(0), right(1), right(2), deadLetter(POISON));

    // Then
    assertThat(findings.clean()).as("%s", findings).isTrue();
    assertThat(findings.records()).isEqualTo(4);
  }

  @Test
  void shouldCountOnlyWhatIsNewInTheNextVerdict() {
    // Given
    judge(2, right(0), right(1), right(1));

    // When
    final Findings next = judge(3, right(2));

    // Then
    assertThat(next.clean()).isTrue();
    assertThat(next.records()).isEqualTo(1);
  }

  @Test
  void shouldFindALoss() {
    // When
    final Findings findings = judge(3, right(0), right(2));

    // Then
    assertThat(findings.losses()).isEqualTo(1);
    assertThat(findings.examples()).containsExactly("number 1 has no result");
  }

  @Test
  void shouldNotMissWhatMayStillCome() {
    // When
    final Findings findings = judge(1, right(0), right(2));

    // Then
    assertThat(findings.clean()).isTrue();
  }

  @Test
  void shouldFindADuplicate() {
    // When
    final Findings findings = judge(2, right(0), right(1), right(0));

    // Then
    assertThat(findings.duplicates()).isEqualTo(1);
    assertThat(findings.orderBreaks()).isZero();
  }

  @Test
  void shouldFindLabelsBesideADeadLetter() {
    // When
    final Findings findings = judge(1, right(0), deadLetter(0));

    // Then
    assertThat(findings.duplicates()).isEqualTo(1);
  }

  @Test
  void shouldFindABrokenOrderOfAKey() {
    // When
    final Findings findings = judge(5, right(4), right(0), right(1), right(2), deadLetter(POISON));

    // Then
    assertThat(findings.orderBreaks()).isEqualTo(1);
  }

  @Test
  void shouldNotAskForAnOrderOfDifferentKeysAndOfNone() {
    // When
    final Findings findings = judge(6, right(5), right(4), right(2), right(1), deadLetter(POISON));

    // Then
    assertThat(findings.orderBreaks()).isZero();
  }

  @Test
  void shouldFindAnotherVersion() {
    assertWrong(labels(0, new SlotLabel(SLOT, "sport", "2", DIGEST, Oracle.BASE, "live", true)));
  }

  @Test
  void shouldFindAnotherDigest() {
    assertWrong(labels(0, new SlotLabel(SLOT, "sport", "1", "d2", Oracle.BASE, "live", true)));
  }

  @Test
  void shouldFindAFalsifiedLabel() {
    assertWrong(labels(0, new SlotLabel(SLOT, "politics", "1", DIGEST, Oracle.BASE, "live", true)));
  }

  @Test
  void shouldFindAnotherAnnouncement() {
    assertWrong(labels(0, new SlotLabel(SLOT, "sport", "1", DIGEST, 5, "live", true)));
  }

  @Test
  void shouldFindAGuess() {
    assertWrong(labels(0, new SlotLabel(SLOT, "sport", "1", DIGEST, Oracle.BASE, "live", false)));
  }

  @Test
  void shouldFindAMissingSlot() {
    assertWrong(labels(0));
  }

  @Test
  void shouldFindLabelsOfPoison() {
    assertWrong(right(POISON));
  }

  @Test
  void shouldFindADeadLetterOfASoundText() {
    assertWrong(deadLetter(0));
  }

  @Test
  void shouldFindAnotherTimestampOrKey() {
    // Given
    final Found right = right(0);

    // When
    final Findings findings = judge(3, new Found(0, right.key(), 7, right.result()), new Found(1, Optional.of("other"), sent(1).timestamp(), right.result()));

    // Then
    assertThat(findings.wrong()).isEqualTo(2);
  }

  private void assertWrong(final Found found) {
    // When
    final Findings findings = judge(0, found);

    // Then
    assertThat(findings.wrong()).isEqualTo(1);
    assertThat(findings.examples()).singleElement().asString().startsWith("number " + found.id() + ":");
  }

  private Findings judge(final long end, final Found... found) {
    List.of(found).forEach(checker::take);
    return checker.judge(end, oracle);
  }

  private static Sent sent(final long id) {
    return new Sent(id, id % 4 == 0 ? Optional.of("even") : id % 2 == 0 ? Optional.of("other") : Optional.empty(), 1_000 + id,
        id % 4 == POISON ? Sent.Kind.POISON : Sent.Kind.TEXT);
  }

  private static Found right(final long id) {
    return labels(id, new SlotLabel(SLOT, "sport", "1", DIGEST, Oracle.BASE, "live", true));
  }

  private static Found labels(final long id, final SlotLabel... slots) {
    return new Found(id, sent(id).key(), sent(id).timestamp(), new Found.Labels(List.of(slots)));
  }

  private static Found deadLetter(final long id) {
    return new Found(id, sent(id).key(), sent(id).timestamp(), new Found.DeadLetter("undecodable"));
  }
}
