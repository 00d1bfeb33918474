package io.labelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rollout.control.Entry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "10m,600000", "2h,7200000", "1d,86400000", "1h30m,5400000", "0s,0"})
  void shouldReadDurations(final String text, final long millis) {
    assertThat(Times.parseDuration(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1 s", "30x", "1s ", "9999999999s"})
  void shouldRefuseWhatIsNoDuration(final String text) {
    assertThat(Times.parseDuration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0 ms", "999,999 ms", "1000,1 s", "2500,2.5 s", "30000,30 s", "9960,10 s", "119400,119 s", "119999,2 min", "179600,3 min", "6810000,114 min", "120000,2 min", "7200000,2 h", "172800000,2 days"})
  void shouldSayDurationsInOneUnit(final long millis, final String words) {
    assertThat(Times.inWords(Duration.ofMillis(millis))).isEqualTo(words);
  }

  @Test
  void shouldSayMomentsInUtcWithMilliseconds() {
    assertThat(Times.utc(NOW.toEpochMilli())).isEqualTo("2026-01-31T12:00:00.000Z");
    assertThat(Times.utc(NOW.toEpochMilli() + 5)).isEqualTo("2026-01-31T12:00:00.005Z");
    assertThat(Times.utc(Entry.BEGINNING)).isEqualTo("the beginning");
  }

  @Test
  void shouldSayHowFarAMomentIs() {
    assertThat(Times.distance(NOW.plusSeconds(30).toEpochMilli(), NOW)).isEqualTo("in 30 s");
    assertThat(Times.distance(NOW.minusSeconds(300).toEpochMilli(), NOW)).isEqualTo("5 min ago");
  }
}
