package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.train.Progress;
import io.labelstream.train.fasttext.SgdProgress;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Telling how far a compression is. */
class CompressionWorkTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void shouldExpectAsLongForTheRestAsThePassesSoFarTook() {
    // Given
    final CompressionWork work = new CompressionWork(stage -> {}, 0);
    work.begin();
    work.add(16);
    // When
    final Progress.State state = work.after(10 * SECOND);
    // Then
    assertThat(state.fraction()).isCloseTo(0.25, Offset.offset(1e-9));
    assertThat(state.remaining()).isEqualTo(Duration.ofSeconds(30));
    assertThat(state.step()).isEqualTo("compressing");
  }

  @Test
  void shouldCountARunThatNeededFewerPassesAsWholeWhenTheNextOneBegins() {
    // Given
    final CompressionWork work = new CompressionWork(stage -> {}, 3);
    work.begin();
    work.add(1);
    final double within = work.after(SECOND).fraction();
    // When
    work.begin();
    // Then
    final Progress.State state = work.after(SECOND);
    assertThat(state.fraction()).isGreaterThan(10 * within);
    assertThat(state.step()).isEqualTo("coding 2 of 3");
  }

  @Test
  void shouldCountEpochsAsTheyPass() {
    // Given
    final CompressionWork work = new CompressionWork(stage -> {}, 0);
    work.begin();
    final SgdProgress retraining = work.retraining(5);
    retraining.at(new SgdProgress.State(0.5, 3, 5, 1, 0.1, 1, Duration.ZERO));
    final double half = work.after(SECOND).fraction();
    // When
    retraining.at(new SgdProgress.State(1, 5, 5, 1, 0, 1, Duration.ZERO));
    // Then
    assertThat(work.after(SECOND).fraction()).isCloseTo(2 * half, Offset.offset(1e-9));
  }

  @Test
  void shouldNotExceedTheWhole() {
    // Given
    final CompressionWork work = new CompressionWork(stage -> {}, 0);
    work.begin();
    // When
    work.add(1000);
    // Then
    assertThat(work.after(SECOND).fraction()).isEqualTo(1);
    assertThat(work.after(SECOND).remaining()).isZero();
  }
}
