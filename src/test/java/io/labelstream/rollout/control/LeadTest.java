package io.labelstream.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeadTest {
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(30));
  private static final long PROOF = 1_000_000;

  @Test
  void shouldBeSpentInHalfAQuarterAndAQuarter() {
    assertThat(LEAD.earliest(PROOF)).isEqualTo(PROOF + 30_000);
    assertThat(LEAD.effective(PROOF, PROOF)).isEqualTo(PROOF + 30_000);
    assertThat(LEAD.lastObjection(PROOF, PROOF + 30_000)).isEqualTo(PROOF + 15_000);
    assertThat(LEAD.confirmedUntil(PROOF)).isEqualTo(PROOF + 7500);
    assertThat(LEAD.settled(PROOF)).isEqualTo(PROOF + 30_000);
    assertThat(LEAD.lease()).isEqualTo(Duration.ofMillis(7500));
    assertThat(LEAD.skew()).isEqualTo(Duration.ofMillis(7500));
    assertThat(LEAD.interval()).isEqualTo(Duration.ofMillis(3750));
    assertThat(LEAD.margin()).isEqualTo(Duration.ofMillis(3750));
    assertThat(LEAD.length()).isEqualTo(Duration.ofSeconds(30));
    assertThat(LEAD).hasToString("30000 ms");
  }

  @ParameterizedTest
  @CsvSource({"1029999, 1030000", "1030000, 1030000", "1030001, 1030001", "-9223372036854775808, 1030000", "9223372036854775807, 9223372036854775807"})
  void shouldCountFromTheLaterOfTheTimeAskedForAndTheLeadAfterTheProof(final long asked, final long effective) {
    assertThat(LEAD.effective(PROOF, asked)).isEqualTo(effective);
  }

  @ParameterizedTest
  @CsvSource({"1030000, 1015000", "1100000, 1085000", "1000000, 1015000", "0, 1015000", "-9223372036854775808, 1015000"})
  void shouldHearObjectionsUpToHalfBeforeTheEffectiveTimeOrForPastTimesHalfAfterTheProof(final long effective, final long last) {
    assertThat(LEAD.lastObjection(PROOF, effective)).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 30_000})
  void shouldEndAtTheLatestTimeThereIs(final long time) {
    assertThat(LEAD.earliest(time)).isEqualTo(Long.MAX_VALUE);
    assertThat(LEAD.effective(time, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(LEAD.settled(time)).isEqualTo(Long.MAX_VALUE);
    assertThat(LEAD.lastObjection(time, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE - 15_000);
  }

  @Test
  void shouldConfirmUpToTheLatestTimeThereIs() {
    assertThat(LEAD.confirmedUntil(Long.MAX_VALUE - 7500)).isEqualTo(Long.MAX_VALUE);
    assertThat(LEAD.confirmedUntil(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(LEAD.confirmedUntil(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE + 7500);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 50", "PT0.4S, 50", "PT0.408S, 51", "PT40S, 5000", "PT1H, 5000"})
  void shouldLookAtTheEndOfTheLogEightTimesALeadButNotAllTheTime(final Duration length, final long interval) {
    assertThat(Lead.of(length).interval()).isEqualTo(Duration.ofMillis(interval));
  }

  @Test
  void shouldNotBeNegative() {
    assertThatThrownBy(() -> Lead.of(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("PT-0.001S");
  }

  /** With clocks that differ by a quarter of the lead, whatever is confirmed lies before all that an entry appended later can touch. */
  @Property
  void shouldConfirmNothingThatALaterEntryTouches(
      @ForAll @LongRange(max = 1_000_000) final long millis, @ForAll @LongRange(min = -1_000_000, max = 1_000_000) final long clock) {
    // Given
    final Lead lead = Lead.of(Duration.ofMillis(millis));
    final long leastAppendTime = clock - lead.skew().toMillis();

    // When
    final long confirmed = lead.confirmedUntil(clock);

    // Then
    assertThat(confirmed).isLessThanOrEqualTo(lead.earliest(leastAppendTime)).isLessThanOrEqualTo(lead.effective(leastAppendTime, Entry.BEGINNING));
  }

  /** An objection that counts is in the log before anybody can label by what it makes void. */
  @Property
  void shouldHearNoObjectionToWhatMayBeConfirmed(@ForAll @LongRange(max = 1_000_000) final long millis,
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) final long proof, @ForAll @LongRange(min = -5_000_000, max = 5_000_000) final long asked) {
    // Given
    final Lead lead = Lead.of(Duration.ofMillis(millis));
    final long effective = lead.effective(proof, asked);

    // When
    final long last = lead.lastObjection(proof, effective);

    // Then
    assertThat(lead.confirmedUntil(last + lead.skew().toMillis())).isLessThanOrEqualTo(effective);
    assertThat(lead.confirmedUntil(lead.lastObjection(proof, Entry.BEGINNING) + lead.skew().toMillis())).isLessThanOrEqualTo(lead.settled(proof));
  }
}
