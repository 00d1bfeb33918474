package io.labelstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.faults.Fault.Strikes;
import io.labelstream.faults.Fault.Until;
import io.labelstream.faults.FaultPlan.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  @Test
  void shouldPlanTheSameForTheSameSeed() {
    // When
    final List<Step> plan = plan(7, 3, 100);

    // Then
    assertThat(plan(7, 3, 100)).isEqualTo(plan);
    assertThat(plan(8, 3, 100)).isNotEqualTo(plan);
  }

  @Test
  void shouldBeginWithEachFaultAlone() {
    // When
    final List<Step> first = plan(1, 2, ALL.size());

    // Then
    assertThat(first).allSatisfy(step -> assertThat(step.inner()).isEmpty());
    assertThat(first.stream().map(Step::outer).collect(Collectors.toSet())).isEqualTo(ALL);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void shouldPairFaultsOfWhichTheInnerOneCanEnd(final int instances) {
    // When
    final List<Step> pairs = plan(5, instances, 2_000).subList(ALL.size(), 2_000);

    // Then
    assertThat(pairs).allSatisfy(step -> {
      final FaultPlan.Inner inner = step.inner().orElseThrow();
      assertThat(step.outer().until()).isNotEqualTo(Until.AT_ONCE);
      assertThat(step.outer().strikes()).isNotEqualTo(Strikes.ALL_FOR_EVER);
      assertThat(inner.fault().until()).isIn(Until.AT_ONCE, Until.MORE_TEXTS);
      assertThat(inner.fault()).isNotEqualTo(step.outer());
      assertThat(inner.victim()).isBetween(0, instances - 1).isNotEqualTo(step.victim());
      assertThat(inner.fault() == Fault.ROLLING_RESTART && !step.outer().letsAllStart()).isFalse();
    });
    assertThat(pairs.stream().map(step -> step.inner().orElseThrow().fault()).collect(Collectors.toSet()))
        .contains(Fault.KILL, Fault.BROKER_KILL, Fault.ROLLING_RESTART, Fault.SLOW_LINK, Fault.REGISTRY_AWAY);
  }

  @Test
  void shouldComeToEachPairBeforeItRepeatsOne() {
    // When
    final List<String> pairs = plan(3, 3, 1_000).stream().map(Step::words).skip(ALL.size()).toList();

    // Then
    final int kinds = Set.copyOf(pairs).size();
    assertThat(pairs.subList(0, kinds)).doesNotHaveDuplicates();
    assertThat(pairs.subList(kinds, 2 * kinds)).doesNotHaveDuplicates().isNotEqualTo(pairs.subList(0, kinds));
  }

  @Test
  void shouldRepeatFaultsWhereNoPairIsPossible() {
    // Given
    final FaultPlan plan = new FaultPlan(1, List.of(Fault.KILL, Fault.BROKER_KILL), 2);

    // When
    final List<Step> steps = Stream.generate(plan::next).limit(6).toList();

    // Then
    assertThat(steps).allSatisfy(step -> assertThat(step.inner()).isEmpty());
    assertThat(steps.stream().filter(step -> step.outer() == Fault.KILL)).hasSize(3);
  }

  private static List<Step> plan(final long seed, final int instances, final int steps) {
    final FaultPlan plan = new FaultPlan(seed, ALL, instances);
    return Stream.generate(plan::next).limit(steps).toList();
  }
}
