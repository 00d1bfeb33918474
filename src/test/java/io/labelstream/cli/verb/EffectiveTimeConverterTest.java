package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.fleet.EffectiveTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EffectiveTimeConverterTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z,2026-01-31T12:00:00Z",
    "2026-01-31T12:00+01:00,2026-01-31T11:00:00Z",
    "2026-01-31T12:00+01:00[Europe/Berlin],2026-01-31T11:00:00Z",
    "+10m,2026-01-31T12:10:00Z",
    "-2h,2026-01-31T10:00:00Z"
  })
  void shouldReadEffectiveTimes(final String text, final Instant expected) {
    assertThat(read(text).resolve(NOW, Reach.FORWARD)).isEqualTo(new EffectiveFrom.At(expected.toEpochMilli()));
  }

  @Test
  void shouldTakeNowAsSoonAsTheLeadAllowsUnlessThePastMayBeTouched() {
    assertThat(read("now").resolve(NOW, Reach.FORWARD)).isEqualTo(new EffectiveFrom.AfterLead());
    assertThat(read("now").resolve(NOW, Reach.RETROACTIVE)).isEqualTo(new EffectiveFrom.At(NOW.toEpochMilli()));
    assertThat(read("beginning").resolve(NOW, Reach.FORWARD)).isEqualTo(new EffectiveFrom.Beginning());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tomorrow", "2026-01-31", "2026-01-31T12:00", "12:00", "+10", "10m", "1769860800000", "+999999999-12-31T23:59:59Z"})
  void shouldRefuseWhatIsNoEffectiveTimeAndShowOne(final String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(TypeConversionException.class).hasMessageStartingWith("'" + text + "'");
  }

  private static EffectiveTime read(final String text) {
    return new EffectiveTimeConverter().convert(text);
  }
}
