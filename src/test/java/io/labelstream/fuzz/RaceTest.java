package io.labelstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.LifetimeRace;
import io.labelstream.rollout.HoldsRace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The races of holds and of closing for a moment; {@link Races} runs them for longer, with a scheduler that seeks rare orders. */
@Timeout(300)
class RaceTest {
  private static final int ROUNDS = 10;
  private static final int STATES = 2_000;

  @Test
  void shouldNeverUseMemoryThatIsFree() throws Exception {
    // When
    final Set<List<Integer>> outcomes = raced(LifetimeRace::new, List.of(LifetimeRace::classify, LifetimeRace::classifyInNewSession, LifetimeRace::close), _ -> 0);

    // Then
    assertThat(outcomes).isSubsetOf(List.of(0, 0, 1, 0), List.of(0, 1, 1, 0), List.of(1, 0, 1, 0), List.of(1, 1, 1, 0));
  }

  @Test
  void shouldFreeMemoryOnceWhoeverCloses() throws Exception {
    // When
    final Set<List<Integer>> outcomes = raced(LifetimeRace::new, List.of(LifetimeRace::classify, LifetimeRace::close, LifetimeRace::close), _ -> 0);

    // Then
    assertThat(outcomes).isSubsetOf(List.of(0, 1, 1, 0), List.of(1, 1, 1, 0));
  }

  @Test
  void shouldNotFreeMemoryBeforeTheTextIsClassified() throws Exception {
    // Given
    final LifetimeRace race = new LifetimeRace();
    race.begin();

    // When
    final Thread closing = Thread.ofPlatform().start(race::close);
    while (closing.getState() != Thread.State.TIMED_WAITING && closing.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }

    // Then
    assertThat(race.end()).isEqualTo(LifetimeRace.CLASSIFIED);
    closing.join();
    assertThat(race.classify()).isEqualTo(LifetimeRace.REFUSED);
    assertThat(race.close()).isEqualTo(1);
  }

  @Test
  void shouldNeverHoldAModelThatIsClosedNorForgetOneThatIsFreeInWhateverOrder() {
    // Given
    final Set<List<Integer>> outcomes = new TreeSet<>(Comparator.comparing(Object::toString));
    int orders = 0;

    // When
    for (final List<Integer> order : orders(List.of(4, 4, 2))) {
      final HoldsRace race = new HoldsRace();
      final HoldsRace.Task one = race.newTask();
      final HoldsRace.Task other = race.newTask();
      final List<Iterator<Runnable>> actors = List.of(steps(one), steps(other), List.<Runnable>of(race::end, race::end).iterator());
      order.forEach(actor -> actors.get(actor).next().run());
      outcomes.add(List.of(one.result(), other.result(), race.last()));
      orders++;
    }

    // Then
    assertThat(orders).isEqualTo(3150);
    assertThat(outcomes).containsExactlyInAnyOrder(
        List.of(0, 0, 3), List.of(0, 1, 3), List.of(1, 0, 3), List.of(1, 1, 3), List.of(1, 1, 4));
  }

  private static Iterator<Runnable> steps(final HoldsRace.Task task) {
    return List.<Runnable>of(task::take, task::use, task::giveBack, task::giveBack).iterator();
  }

  /** All orders of the steps of actors, each order as the actors whose turn it is. */
  private static List<List<Integer>> orders(final List<Integer> steps) {
    if (steps.stream().allMatch(left -> left == 0)) {
      return List.of(List.of());
    }
    final List<List<Integer>> orders = new ArrayList<>();
    for (int actor = 0; actor < steps.size(); actor++) {
      if (steps.get(actor) > 0) {
        final List<Integer> left = new ArrayList<>(steps);
        left.set(actor, steps.get(actor) - 1);
        for (final List<Integer> rest : orders(left)) {
          final List<Integer> order = new ArrayList<>(List.of(actor));
          order.addAll(rest);
          orders.add(order);
        }
      }
    }
    return orders;
  }

  @Test
  void shouldNeverHoldAModelThatIsClosedNorForgetOneThatIsFree() throws Exception {
    // When
    final Set<List<Integer>> outcomes = raced(HoldsRace::new, List.of(HoldsRace::hold, HoldsRace::hold, HoldsRace::end), HoldsRace::last);

    // Then
    assertThat(outcomes).isSubsetOf(
        List.of(0, 0, 3, 3), List.of(0, 1, 3, 3), List.of(1, 0, 3, 3), List.of(1, 1, 3, 3), List.of(1, 1, 4, 4));
  }

  /**
   * Each outcome that was seen: what each actor told, then what the last look told.
   *
   * <p>The actors, each in a thread of its own, go through many fresh states in the same order, so that they meet in most of them.
   */
  private static <S> Set<List<Integer>> raced(final Supplier<S> fresh, final List<ToIntFunction<S>> actors, final ToIntFunction<S> last) throws Exception {
    final Set<List<Integer>> outcomes = new TreeSet<>(Comparator.comparing(Object::toString));
    final CyclicBarrier start = new CyclicBarrier(actors.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(actors.size())) {
      for (int round = 0; round < ROUNDS; round++) {
        final List<S> states = Stream.generate(fresh).limit(STATES).toList();
        final List<ToIntFunction<S>> order = new ArrayList<>(actors);
        Collections.rotate(order, round);
        final List<Future<int[]>> told = order.stream().map(actor -> threads.submit(() -> {
          start.await();
          return states.stream().mapToInt(actor).toArray();
        })).toList();
        final List<int[]> results = new ArrayList<>();
        for (final Future<int[]> one : told) {
          results.add(one.get());
        }
        Collections.rotate(results, -round);
        IntStream.range(0, STATES).forEach(state -> outcomes.add(
            IntStream.concat(results.stream().mapToInt(result -> result[state]), IntStream.of(last.applyAsInt(states.get(state)))).boxed().toList()));
      }
    }
    return outcomes;
  }
}
