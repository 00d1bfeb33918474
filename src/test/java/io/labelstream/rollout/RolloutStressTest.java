package io.labelstream.rollout;

import static io.labelstream.rollout.RolloutFixture.LIMIT;
import static io.labelstream.rollout.RolloutFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.Deadline;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.rollout.control.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutStressTest {
  private static final int SWAPS = 200;
  private static final int TASKS = 4;
  private static final int TEXTS_A_HOLD = 20;
  private static final byte[] TEXT = "alpha beta gamma".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void shouldNeverCloseAHeldModelAndComeBackToThePlateau() throws Exception {
    try (RolloutFixture fixture = new RolloutFixture(folder).linger(Duration.ZERO)) {
      // Given
      fixture.open();
      final Entry first = fixture.announcing(fixture.model(0), "0").accept();
      fixture.awaitState(first, ModelState.ACTIVE);
      final long plateau = fixture.rollout().residentBytes();
      final AtomicBoolean stop = new AtomicBoolean();
      final AtomicLong texts = new AtomicLong();
      final List<CompletableFuture<Void>> tasks = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        tasks.add(CompletableFuture.runAsync(() -> classify(fixture, stop, texts), command -> Thread.ofPlatform().daemon().start(command)));
      }

      // When
      for (int swap = 1; swap <= SWAPS; swap++) {
        final Entry next = fixture.announcing(fixture.model(swap), String.valueOf(swap)).after(Duration.ofMillis(1)).accept();
        fixture.awaitSettled();
        fixture.clock.advance(Duration.ofMillis(1));
        fixture.rollout().confirm(START + swap);
        assertThat(fixture.report(next).state()).isEqualTo(ModelState.ACTIVE);
      }
      stop.set(true);

      // Then
      tasks.forEach(CompletableFuture::join);
      assertThat(fixture.rollout().swaps()).isEqualTo(SWAPS);
      assertThat(texts.get()).isGreaterThan(SWAPS);
      assertThat(fixture.rollout().holds()).isZero();
      Deadline.within(LIMIT, "one model is left", fixture.rollout()::residentBytes, bytes -> bytes == plateau);
    }
  }

  private static void classify(final RolloutFixture fixture, final AtomicBoolean stop, final AtomicLong texts) {
    final Predictions predictions = new Predictions(1, 0f);
    try {
      while (!stop.get()) {
        final Entry live = fixture.liveAt(fixture.clock.millis()).orElseThrow();
        if (fixture.models().acquire(live, LIMIT) instanceof Acquisition.Held(final Hold hold)) {
          final ClassifierSession session = hold.classifier().newSession();
          for (int text = 0; text < TEXTS_A_HOLD; text++) {
            session.classify(TEXT, 0, TEXT.length, predictions);
            Thread.yield();
          }
          texts.addAndGet(TEXTS_A_HOLD);
          hold.release();
        }
      }
    } catch (final InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}
