package io.labelstream.train.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.Settings;
import io.labelstream.train.fasttext.SubwordLengths;
import io.labelstream.train.fasttext.TrainingSettings;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class SearchSpacePropertyTest {
  private static final int STEPS = 20;

  private final SearchSpace space = new SearchSpace(TrainingSettings.ALL);
  private final Settings start = space.start(Settings.usual().with(Settings.THREADS, 1));

  /** Whatever is drawn can be trained with, however far a search has wandered. */
  @Property(tries = 300)
  void shouldStayWithinItsBounds(@ForAll final long seed, @ForAll @DoubleRange(max = 1) final double spent) {
    // Given
    final SplittableRandom random = new SplittableRandom(seed);
    Settings settings = start;
    for (int step = 0; step < STEPS; step++) {
      // When
      settings = space.next(settings, spent, random);
      // Then
      assertThat(settings.get(TrainingSettings.LEARNING_RATE)).isBetween(0.05, 3.0);
      assertThat(settings.get(TrainingSettings.EPOCHS)).isBetween(2, 60);
      assertThat(settings.get(TrainingSettings.DIMENSIONS)).isBetween(4, 100);
      assertThat(settings.get(TrainingSettings.WORD_NGRAMS)).isBetween(1, 4);
      assertThat(settings.get(TrainingSettings.BUCKETS)).isBetween(1 << 14, 1 << 20);
      assertThat(settings.get(TrainingSettings.SUBWORDS).longest()).isIn(0, 4, 5, 6);
    }
  }

  @Property(tries = 50)
  void shouldDrawTheSameForTheSameSeed(@ForAll final long seed, @ForAll @DoubleRange(max = 1) final double spent) {
    // Given
    final Settings first = space.next(start, spent, new SplittableRandom(seed));
    // When
    final Settings second = space.next(start, spent, new SplittableRandom(seed));
    // Then
    assertThat(second).isEqualTo(first);
  }

  @Property(tries = 50)
  void shouldKeepWhatIsNotSearched(@ForAll final long seed) {
    // Given
    final Settings fixed = start.with(TrainingSettings.MINIMAL_COUNT, 3).with(TrainingSettings.NEGATIVES, 9).with(Settings.SEED, 4L);
    // When
    final Settings next = space.next(fixed, 0, new SplittableRandom(seed));
    // Then
    assertThat(next.get(TrainingSettings.LOSS)).isEqualTo(fixed.get(TrainingSettings.LOSS));
    assertThat(next.get(TrainingSettings.MINIMAL_COUNT)).isEqualTo(3);
    assertThat(next.get(TrainingSettings.NEGATIVES)).isEqualTo(9);
    assertThat(next.get(Settings.THREADS)).isEqualTo(1);
  }

  @Example
  void shouldStayAtTheBestWhenTheTimeIsOver() {
    // When
    final Settings last = space.next(start, 1, new SplittableRandom(1));
    // Then
    assertThat(last).isEqualTo(start);
  }

  @Example
  void shouldTryFirstWhatMakesMostDifference() {
    // When
    final List<Settings> others = space.others(start);
    // Then
    assertThat(others).containsExactly(start.with(TrainingSettings.SUBWORDS, new SubwordLengths(3, 5)));
  }

  @Example
  void shouldLookEverywhereWhileThereIsTime() {
    // Given
    final SplittableRandom random = new SplittableRandom(1);
    // Then
    assertThat(java.util.stream.Stream.generate(() -> space.next(start, 0, random)).limit(200))
        .extracting(settings -> settings.get(TrainingSettings.LEARNING_RATE))
        .anyMatch(rate -> rate < 0.1)
        .anyMatch(rate -> rate > 1.5);
  }
}
