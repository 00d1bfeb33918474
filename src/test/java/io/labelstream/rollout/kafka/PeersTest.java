package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import io.labelstream.rollout.kafka.SharedConfig.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final SharedConfig OURS = config("2000 ms");

  private final Peers peers = new Peers("one", "app", "ours");

  @Test
  void shouldNameWhoIsConfiguredOtherwiseAndInWhichPart() {
    // Given
    peers.take("two", state("two", "app", "x", "5000 ms", NOW));
    peers.take("three", state("three", "app", "x", "2000 ms", NOW));

    // When
    final FleetView sight = peers.view(OURS, NOW);

    // Then
    assertThat(sight.others()).isEqualTo(2);
    assertThat(sight.configDiffers()).extracting(ConfigDiffers::instance, ConfigDiffers::inWords)
        .containsExactly(tuple("two", "lead (2000 ms here, 5000 ms there)"));
    assertThat(sight.differing(Part.LEAD)).isEqualTo(1);
    assertThat(sight.differing(Part.SLOTS)).isZero();
  }

  @Test
  void shouldCompareNeitherTheSilentNorTheStoppedNorThoseOfAnotherApplication() {
    // Given
    peers.take("silent", state("silent", "app", "x", "5000 ms", NOW.minus(HEARTBEAT.multipliedBy(3)).minusMillis(1)));
    peers.take("stopped", state("stopped", "app", "x", "5000 ms", NOW));
    peers.remove("stopped");
    peers.take("foreign", state("foreign", "other", "x", "5000 ms", NOW));
    peers.take("forged", state("two", "app", "x", "5000 ms", NOW));
    peers.take("a\nb", state("a\nb", "app", "x", "5000 ms", NOW));
    peers.take("lately", state("lately", "app", "x", "2000 ms", NOW.minus(HEARTBEAT.multipliedBy(3))));

    // When
    final FleetView sight = peers.view(OURS, NOW);

    // Then
    assertThat(sight).isEqualTo(new FleetView(1, List.of(), Optional.empty()));
  }

  @Test
  void shouldForgetADifferenceThatIsOver() {
    // Given
    peers.take("two", state("two", "app", "x", "5000 ms", NOW));
    peers.view(OURS, NOW);

    // When
    peers.take("two", state("two", "app", "y", "2000 ms", NOW));

    // Then
    assertThat(peers.view(OURS, NOW).configDiffers()).isEmpty();
  }

  @Test
  void shouldHoldNoMoreThanSomeOfThoseThatAnybodyCanMakeUp() {
    // When
    for (int number = 0; number < 10_000; number++) {
      peers.take("made-up-" + number, state("made-up-" + number, "app", "x", "5000 ms", NOW));
    }

    // Then
    assertThat(peers.view(OURS, NOW).others()).isEqualTo(2_000);
  }

  @Test
  void shouldTellANamesakeByASignOfLifeAfterOneOfOurs() {
    // Given
    peers.take("one", state("one", "app", "ours", "2000 ms", NOW));

    // When
    peers.take("one", state("one", "app", "another", "2000 ms", NOW));

    // Then
    assertThat(peers.view(OURS, NOW).namesake()).map(InstanceState::token).contains("another");
    assertThat(peers.view(OURS, NOW.plus(HEARTBEAT.multipliedBy(4))).namesake()).as("silent").isEmpty();
  }

  @Test
  void shouldGoOnTellingANamesakeBetweenItsSignsOfLife() {
    // Given
    peers.take("one", state("one", "app", "ours", "2000 ms", NOW));
    peers.take("one", state("one", "app", "another", "2000 ms", NOW));

    // When
    peers.take("one", state("one", "app", "ours", "2000 ms", NOW));

    // Then
    assertThat(peers.view(OURS, NOW).namesake()).isPresent();
  }

  @Test
  void shouldNotTakeTheProcessBeforeForANamesakeThatLives() {
    // Given
    peers.take("one", state("one", "app", "killed", "2000 ms", NOW));

    // When
    peers.take("one", state("one", "app", "ours", "2000 ms", NOW));

    // Then
    assertThat(peers.view(OURS, NOW).namesake()).isEmpty();
  }

  @Test
  void shouldAskForTheNameWhereAnotherProcessHadItLately() {
    // When
    peers.take("one", state("one", "app", "another", "2000 ms", NOW));

    // Then
    assertThat(peers.namesake(NOW)).isPresent();
    assertThat(peers.namesake(NOW.plus(HEARTBEAT.multipliedBy(4)))).isEmpty();
    peers.remove("one");
    assertThat(peers.namesake(NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // A heartbeat of 2 s and a grace of 500 ms; the sign of life this long ago, the clocks alike.
    "2000, 0,      2500",
    "2000, 1000,   1500",
    "2000, 2400,    500",
    "2000, 6000,    500",
    // The other clock is ahead: no longer than for a sign of life of this moment.
    "2000, -60000, 2500",
    "8000, 1000,   9000",
    // Of an earlier release, which beat less often.
    "3600000, 0,  25000",
    // Of nobody.
    "-3600000, 0, 500",
    "2000, -4000000000000000000, 2500"})
  void shouldWaitForANameUntilTheNextSignOfLifeIsDue(final long heartbeat, final long ago, final long expected) {
    // Given
    final InstanceState state = new InstanceState("one", "app", List.of(), "running", 0, InstanceState.Currency.CAUGHT_UP, HEARTBEAT.multipliedBy(4),
        Duration.ofMillis(heartbeat), 0, NOW.minusMillis(ago), NOW.minusMillis(ago), "another", OURS, List.of());

    // When
    final Duration wait = FleetWatch.untilNextBeat(state, NOW);

    // Then
    assertThat(wait).hasMillis(expected);
  }

  private static InstanceState state(final String instance, final String application, final String token, final String lead, final Instant at) {
    return new InstanceState(instance, application, List.of(), "running", 0, InstanceState.Currency.CAUGHT_UP, HEARTBEAT.multipliedBy(4), HEARTBEAT, 0, at, at,
        token, config(lead), List.of());
  }

  private static SharedConfig config(final String lead) {
    return new SharedConfig(Map.of(Part.LEAD.code(), lead));
  }
}
