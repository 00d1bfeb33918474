package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.CompressionListener;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.Progress;
import io.labelstream.train.fasttext.SgdProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Telling how far a compression is. */
class CompressionWorkTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final List<Progress.State> told = new ArrayList<>();
  private long now;

  @Test
  void shouldExpectAsLongForTheRestAsThePassesSoFarTook() {
    // Given
    final CompressionWork work = work(0);
    work.begin();
    now += 10 * SECOND;
    // When
    work.add(16);
    // Then
    assertThat(told.getLast().fraction()).isCloseTo(0.25, Offset.offset(1e-9));
    assertThat(told.getLast().remaining()).isEqualTo(Duration.ofSeconds(30));
    assertThat(told.getLast().step()).isEqualTo("compressing");
  }

  @Test
  void shouldCountARunThatNeededFewerPassesAsWholeWhenTheNextOneBegins() {
    // Given
    final CompressionWork work = work(3);
    work.begin();
    work.add(1);
    work.begin();
    now += SECOND;
    // When
    work.add(11);
    // Then
    assertThat(told.getLast().fraction()).isCloseTo(33.0 / 130, Offset.offset(1e-9));
    assertThat(told.getLast().step()).isEqualTo("coding 2 of 3");
  }

  @Test
  void shouldExpectTheRestByTheSpeedSinceTheFirstRunIfThereAreSeveral() {
    // Given
    final CompressionWork work = work(3);
    work.begin();
    now += 100 * SECOND;
    work.begin();
    now += 11 * SECOND;
    // When
    work.add(11);
    // Then
    assertThat(told.getLast().remaining()).isCloseTo(Duration.ofSeconds(97), Duration.ofMillis(1));
  }

  @Test
  void shouldExpectTheTimeWithinThirtyPercentWhileCodingsAreComparedOnASample() {
    // Given
    final CompressionWork work = work(4, 0.25);
    final Duration pass = Duration.ofMillis(100);
    for (int run = 0; run < 2; run++) {
      work.begin();
      for (int passes = 0; passes < 22; passes++) {
        now += pass.toNanos() / 4;
        work.add(1);
      }
    }
    now += pass.toNanos();
    work.begin();
    // When
    work.add(4);
    // Then
    final Duration left = pass.multipliedBy(64 + (22 - 4 + 22) / 4);
    assertThat(told.getLast().remaining()).isCloseTo(left, left.multipliedBy(3).dividedBy(10));
  }

  @Test
  void shouldCountEpochsAsTheyPass() {
    // Given
    final CompressionWork work = work(0);
    work.begin();
    final SgdProgress retraining = work.retraining(5);
    now += SECOND;
    retraining.at(new SgdProgress.State(0.5, 3, 5, 1, 0.1, 1, Duration.ZERO));
    now += SECOND;
    // When
    retraining.at(new SgdProgress.State(1, 5, 5, 1, 0, 1, Duration.ZERO));
    // Then
    assertThat(told.getLast().fraction()).isCloseTo(2 * told.getFirst().fraction(), Offset.offset(1e-9));
  }

  @Test
  void shouldTellNothingBeforeThereIsAnythingToExpectTheRestBy() {
    // Given
    final CompressionWork work = work(5);
    work.begin();
    now += SECOND;
    // When
    work.add(1e-3);
    // Then
    assertThat(told).isEmpty();
  }

  @Test
  void shouldNotExceedTheWhole() {
    // Given
    final CompressionWork work = work(0);
    work.begin();
    now += SECOND;
    // When
    work.add(1000);
    // Then
    assertThat(told.getLast().fraction()).isEqualTo(1);
    assertThat(told.getLast().remaining()).isZero();
  }

  private CompressionWork work(final int compared) {
    return work(compared, 1);
  }

  private CompressionWork work(final int compared, final double share) {
    return new CompressionWork(
        new CompressionListener() {
          @Override
          public void accept(final CompressionStage stage) {
            throw new AssertionError("no stage is over");
          }

          @Override
          public void at(final Progress.State state) {
            told.add(state);
          }
        },
        compared, share, () -> now);
  }
}
