package io.labelstream.train.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.Settings;
import io.labelstream.train.evaluate.Ranking;
import io.labelstream.train.evaluate.Speed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static final List<OperatingPoint> POINTS = List.of(point(1, 0.7, 10), point(2, 0.8, 30), point(3, 0.75, 40), point(4, 0.9, 90));

  @Test
  void shouldChooseTheBestWithinALatencyBudget() {
    assertThat(new Goal.LatencyBudget(Duration.ofNanos(50_000)).choice(POINTS)).map(OperatingPoint::number).contains(2);
    assertThat(new Goal.LatencyBudget(Duration.ofNanos(90_000)).choice(POINTS)).map(OperatingPoint::number).contains(4);
    assertThat(new Goal.LatencyBudget(Duration.ofNanos(9_999)).choice(POINTS)).isEmpty();
  }

  @Test
  void shouldChooseTheFastestAboveAPrecisionFloor() {
    assertThat(new Goal.PrecisionFloor(0.72).choice(POINTS)).map(OperatingPoint::number).contains(2);
    assertThat(new Goal.PrecisionFloor(0.9).choice(POINTS)).map(OperatingPoint::number).contains(4);
    assertThat(new Goal.PrecisionFloor(0.91).choice(POINTS)).isEmpty();
  }

  @Test
  void shouldPreferTheFasterOfEquallyGoodModelsAndTheBetterOfEquallyFastOnes() {
    assertThat(new Goal.LatencyBudget(Duration.ofSeconds(1)).choice(List.of(point(1, 0.9, 20), point(2, 0.9, 10)))).map(OperatingPoint::number).contains(2);
    assertThat(new Goal.PrecisionFloor(0).choice(List.of(point(1, 0.8, 10), point(2, 0.9, 10)))).map(OperatingPoint::number).contains(2);
  }

  @Test
  void shouldRefuseAGoalThatMakesNoSense() {
    assertThatThrownBy(() -> new Goal.LatencyBudget(Duration.ZERO)).hasMessageContaining("latency budget is 0 ns");
    assertThatThrownBy(() -> new Goal.PrecisionFloor(81.5)).hasMessageContaining("81.5, expected 0 to 1");
  }

  /** So a sweep may delete the files of all other models. */
  @Property(tries = 200)
  void shouldOnlyChooseModelsThatNoOtherDominates(@ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final List<OperatingPoint> points =
        IntStream.range(0, 20).mapToObj(number -> point(number, random.nextInt(10) / 10.0, 1 + random.nextInt(50))).toList();
    final List<Goal> goals = List.of(new Goal.LatencyBudget(Duration.ofNanos(1000L * (1 + random.nextInt(60)))), new Goal.PrecisionFloor(random.nextDouble()));

    // When
    final List<OperatingPoint> chosen = goals.stream().flatMap(goal -> goal.choice(points).stream()).toList();

    // Then
    assertThat(chosen).allSatisfy(choice -> assertThat(points).noneMatch(other -> choice.isDominatedBy(other, 1)));
  }

  private static OperatingPoint point(final int number, final double score, final long micros) {
    final Duration time = Duration.ofNanos(1000 * micros);
    return new OperatingPoint(
        number, Settings.usual(), score, List.of(new Ranking(1, score, score, score, Optional.empty())), new Speed(1, 1, time, time, time), 1, List.of());
  }
}
