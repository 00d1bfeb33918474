package io.labelstream.train.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.fasttext.TrainingSettings;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class SearchSpacePropertyTest {
  private static final int MOST_DIMENSIONS = 64;
  private static final int STEPS = 20;

  private final SearchSpace space = new SearchSpace(MOST_DIMENSIONS);
  private final TrainingSettings start = TrainingSettings.defaults().withDimensions(32).withBuckets(1 << 18).withThreads(1);

  /** Whatever is drawn can be trained with, however far a search has wandered. */
  @Property(tries = 300)
  void shouldStayWithinItsBounds(@ForAll final long seed, @ForAll @DoubleRange(max = 1) final double spent) {
    // Given
    final SplittableRandom random = new SplittableRandom(seed);
    TrainingSettings settings = start;
    for (int step = 0; step < STEPS; step++) {
      // When
      settings = space.next(settings, spent, random);
      // Then
      assertThat(settings.learningRate()).isBetween(0.05, 3.0);
      assertThat(settings.epochs()).isBetween(2, 60);
      assertThat(settings.dimensions()).isBetween(4, MOST_DIMENSIONS);
      assertThat(settings.wordNgrams()).isBetween(1, 4);
      assertThat(settings.buckets()).isBetween(1 << 14, 1 << 20);
      assertThat(settings.longestSubword()).isIn(0, 4, 5, 6);
    }
  }

  @Property(tries = 50)
  void shouldDrawTheSameForTheSameSeed(@ForAll final long seed, @ForAll @DoubleRange(max = 1) final double spent) {
    // Given
    final TrainingSettings first = space.next(start, spent, new SplittableRandom(seed));
    // When
    final TrainingSettings second = space.next(start, spent, new SplittableRandom(seed));
    // Then
    assertThat(second).isEqualTo(first);
  }

  @Property(tries = 50)
  void shouldKeepWhatIsNotSearched(@ForAll final long seed) {
    // Given
    final TrainingSettings fixed = start.withMinimalCount(3).withNegatives(9).withSeed(4);
    // When
    final TrainingSettings next = space.next(fixed, 0, new SplittableRandom(seed));
    // Then
    assertThat(next.loss()).isEqualTo(fixed.loss());
    assertThat(next.minimalCount()).isEqualTo(3);
    assertThat(next.negatives()).isEqualTo(9);
    assertThat(next.threads()).isEqualTo(1);
  }

  @Example
  void shouldStayAtTheBestWhenTheTimeIsOver() {
    // When
    final TrainingSettings last = space.next(start, 1, new SplittableRandom(1));
    // Then
    assertThat(last).isEqualTo(start);
  }

  @Example
  void shouldLookEverywhereWhileThereIsTime() {
    // Given
    final SplittableRandom random = new SplittableRandom(1);
    // Then
    assertThat(java.util.stream.Stream.generate(() -> space.next(start, 0, random)).limit(200))
        .extracting(TrainingSettings::learningRate)
        .anyMatch(rate -> rate < 0.1)
        .anyMatch(rate -> rate > 1.5);
  }
}
