package io.labelstream.rollout;

import static io.labelstream.rollout.RolloutFixture.AT_ONCE;
import static io.labelstream.rollout.RolloutFixture.LIMIT;
import static io.labelstream.rollout.RolloutFixture.LINGER;
import static io.labelstream.rollout.RolloutFixture.OTHER;
import static io.labelstream.rollout.RolloutFixture.SLOT;
import static io.labelstream.rollout.RolloutFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.fixture.Deadline;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.rollout.StatusSink.StepTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
  private static final Duration AHEAD = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private RolloutFixture fixture;

  @BeforeEach
  void make() {
    fixture = new RolloutFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldBringAnAnnouncedVersionFromItsFileToActive() throws Exception {
    // Given
    fixture.open();

    // When
    final Entry entry = fixture.announcing(fixture.model(1), "1").accept();

    // Then
    final StatusSink.ModelReport report = fixture.awaitState(entry, ModelState.ACTIVE);
    assertThat(report.residentBytes()).isPositive().isEqualTo(fixture.rollout().residentBytes());
    assertThat(report.steps()).extracting(StepTime::step)
        .containsExactly(ModelState.FETCHED, ModelState.VERIFIED, ModelState.MAPPED, ModelState.PROVED);
    assertThat(fixture.told(entry))
        .containsExactly(
            ModelState.RECEIVED, ModelState.FETCHED, ModelState.VERIFIED, ModelState.MAPPED, ModelState.PROVED, ModelState.READY, ModelState.ACTIVE);
    assertThat(fixture.rollout().readiness(SLOT)).isEqualTo(Rollout.Readiness.SERVING);
    assertThat(fixture.rollout().readiness(OTHER)).isEqualTo(Rollout.Readiness.WITHOUT_VERSION);
  }

  @Test
  void shouldGiveTasksAModelThatClassifies() throws Exception {
    // Given
    fixture.open();
    final Entry entry = fixture.announcing(fixture.model(1), "1").accept();
    final Predictions predictions = new Predictions(3, 0f);

    // When
    final Hold hold = fixture.hold(entry);
    hold.classifier().newSession().classify("alpha beta", predictions);

    // Then
    assertThat(predictions.count()).isEqualTo(3);
    assertThat(fixture.rollout().holds()).isEqualTo(1);
    hold.release();
    hold.release();
    assertThat(fixture.rollout().holds()).isZero();
  }

  @Test
  void shouldPrepareNothingBeforeTheControlTopicIsRead() throws Exception {
    // Given
    fixture.openUnread();
    final Entry old = fixture.announcing(fixture.model(1), "1").from(START - 2000).accept();
    final Entry present = fixture.announcing(fixture.model(2), "2").from(START - 1000).accept();
    assertThat(fixture.models().plan().timeline().entries()).isEmpty();
    assertThat(fixture.rollout().awaitSettled(AT_ONCE)).isEqualTo(new Rollout.Outcome.Unsettled(List.of(old.id(), present.id())));

    // When
    fixture.rollout().confirm(START);

    // Then
    fixture.awaitState(present, ModelState.ACTIVE);
    assertThat(fixture.liveAt(START)).contains(present);
    assertThat(fixture.told(old)).isEmpty();
  }

  @Test
  void shouldActivateAtTheEffectiveTime() throws Exception {
    // Given
    fixture.open();
    final Entry first = fixture.announcing(fixture.model(1), "1").accept();
    final Entry second = fixture.announcing(fixture.model(2), "2").after(AHEAD).accept();
    fixture.awaitState(first, ModelState.ACTIVE);
    fixture.awaitState(second, ModelState.READY);

    // When
    fixture.clock.advance(AHEAD);

    // Then
    fixture.awaitState(second, ModelState.ACTIVE);
    fixture.awaitState(first, ModelState.DRAINING);
    assertThat(fixture.rollout().swaps()).isEqualTo(1);
    assertThat(fixture.rollout().lastSwap().orElseThrow().to()).isEqualTo(second.id());
  }

  @Test
  void shouldReleaseAVersionThatLingeredUnused() throws Exception {
    // Given
    fixture.open();
    final Entry first = fixture.announcing(fixture.model(1), "1").accept();
    fixture.awaitState(first, ModelState.ACTIVE);
    final long alone = fixture.rollout().residentBytes();
    final Entry second = fixture.announcing(fixture.model(2), "2").after(Duration.ofMillis(1)).accept();
    fixture.clock.advance(Duration.ofMillis(1));
    fixture.awaitState(second, ModelState.ACTIVE);
    fixture.awaitState(first, ModelState.DRAINING);

    // When
    fixture.clock.advance(LINGER);

    // Then
    fixture.awaitState(first, ModelState.RELEASED);
    Deadline.within(LIMIT, "one model is left", fixture.rollout()::residentBytes, bytes -> bytes == alone);
  }

  @Test
  void shouldKeepTheMemoryOfAVersionThatIsHeld() throws Exception {
    // Given
    fixture.open();
    final Entry first = fixture.announcing(fixture.model(1), "1").accept();
    final Hold hold = fixture.hold(first);
    final Entry second = fixture.announcing(fixture.model(2), "2").after(Duration.ofMillis(1)).accept();
    fixture.clock.advance(Duration.ofMillis(1));
    fixture.awaitState(second, ModelState.ACTIVE);
    fixture.awaitState(first, ModelState.DRAINING);

    // When
    fixture.clock.advance(LINGER.multipliedBy(3));

    // Then
    final Entry third = fixture.announcing(fixture.model(3), "3").traffic(new Traffic.Staged()).accept();
    fixture.awaitState(third, ModelState.READY);
    assertThat(fixture.report(first).state()).isEqualTo(ModelState.DRAINING);
    hold.classifier().newSession().classify("alpha", new Predictions(1, 0f));
    hold.release();
    fixture.clock.advance(LINGER);
    fixture.awaitState(first, ModelState.RELEASED);
  }

  @Test
  void shouldKeepTheLastGoodVersionWhenTheNextOneIsBad() throws Exception {
    // Given
    fixture.open();
    final Entry good = fixture.announcing(fixture.model(1), "1").accept();
    fixture.awaitState(good, ModelState.ACTIVE);
    final Plan before = fixture.models().plan();

    // When
    final Entry bad = fixture.announcing(Files.writeString(folder.resolve("bad.bin"), "no model"), "2").after(Duration.ofMillis(1)).accept();

    // Then
    fixture.awaitState(bad, ModelState.REJECTED);
    assertThat(fixture.models().awaitChange(before, LIMIT)).isNotSameAs(before);
    assertThat(fixture.liveAt(START + 10)).contains(good);
    assertThat(fixture.models().acquire(bad, AT_ONCE)).isInstanceOf(Acquisition.Refused.class);
    assertThat(fixture.rollout().rejections()).containsExactly(Map.entry(RejectionCode.MODEL_REFUSED, 1L));
    fixture.awaitSettled();
  }

  @Test
  void shouldOpenTheVersionBeforeWhenTheOnlyNeededOneIsBad() throws Exception {
    // Given
    fixture.open();
    final Entry good = fixture.announcing(fixture.model(1), "1").from(START - 5000).accept();
    final Entry bad = fixture.announcing(Files.writeString(folder.resolve("bad.bin"), "no model"), "2").from(START - 1000).accept();
    fixture.awaitState(bad, ModelState.REJECTED);

    // When
    fixture.awaitSettled();

    // Then
    fixture.awaitState(good, ModelState.ACTIVE);
    assertThat(fixture.liveAt(START)).contains(good);
  }

  @Test
  void shouldPrepareARejectedVersionAnewWhenItIsAnnouncedAnew() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Path moved = folder.resolve("moved");
    final RolloutFixture.Announced announced = fixture.announcing(file, "1");
    Files.move(file, moved);
    final Entry first = announced.accept();
    fixture.awaitState(first, ModelState.REJECTED);
    Files.move(moved, file);

    // When
    final Entry second = announced.accept();

    // Then
    fixture.awaitState(second, ModelState.ACTIVE);
    assertThat(fixture.liveAt(START)).contains(second);
  }

  @Test
  void shouldComeToTheSamePlanAndVerdictsAfterARestart() throws Exception {
    // Given
    fixture.open();
    fixture.announcing(fixture.model(1), "1").from(START - 9000).accept();
    final Entry good = fixture.announcing(fixture.model(2), "2").from(START - 5000).accept();
    final Entry bad = fixture.announcing(Files.writeString(folder.resolve("bad.bin"), "no model"), "3").from(START - 1000).accept();
    final Entry shadow = fixture.announcing(fixture.model(4), "4").traffic(new Traffic.Shadow()).from(START - 500).accept();
    fixture.awaitSettled();
    final Plan before = fixture.models().plan();

    // When
    try (RolloutFixture again = new RolloutFixture(folder).open()) {
      fixture.entries().forEach(again.rollout()::accept);
      again.awaitSettled();

      // Then
      assertThat(again.models().plan().timeline().entries()).isEqualTo(before.timeline().entries());
      assertThat(again.report(good).state()).isEqualTo(ModelState.ACTIVE);
      assertThat(again.report(shadow).state()).isEqualTo(ModelState.ACTIVE);
      assertThat(again.report(bad).rejection()).isEqualTo(fixture.report(bad).rejection()).isPresent();
    }
  }

  @Test
  void shouldOpenAnOldVersionForAReplayAndReleaseItAfterwards() throws Exception {
    // Given
    fixture.open();
    final Entry old = fixture.announcing(fixture.model(1), "1").from(START - 5000).accept();
    final Entry present = fixture.announcing(fixture.model(2), "2").from(START - 1000).accept();
    fixture.awaitState(present, ModelState.ACTIVE);
    fixture.clock.advance(LINGER);
    Deadline.within(LIMIT, "the old version is not open", () -> fixture.report(old).residentBytes(), bytes -> bytes == 0);

    // When
    final Hold hold = fixture.hold(old);

    // Then
    assertThat(fixture.report(old).state()).isEqualTo(ModelState.DRAINING);
    hold.release();
    fixture.clock.advance(LINGER);
    fixture.awaitState(old, ModelState.RELEASED);
    assertThat(fixture.liveAt(START - 3000)).contains(old);
  }

  @Test
  void shouldShareOneOpenModelAmongVersionsOfTheSameBytes() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry first = fixture.announcing(file, "1").accept();
    fixture.awaitState(first, ModelState.ACTIVE);
    final long alone = fixture.rollout().residentBytes();

    // When
    final Entry second = fixture.announcing(file, "1").slot(OTHER).accept();

    // Then
    fixture.awaitState(second, ModelState.ACTIVE);
    assertThat(fixture.rollout().residentBytes()).isEqualTo(alone);
    assertThat(fixture.hold(second).classifier()).isSameAs(fixture.hold(first).classifier());
  }

  @Test
  void shouldKeepASharedModelOpenForTheOthersWhenOneVersionLetsGoOfIt() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry leaving = fixture.announcing(file, "1").accept();
    final Entry staying = fixture.announcing(file, "1").slot(OTHER).accept();
    fixture.awaitState(leaving, ModelState.ACTIVE);
    fixture.awaitState(staying, ModelState.ACTIVE);
    final Hold hold = fixture.hold(staying);
    final long alone = fixture.rollout().residentBytes();

    // When
    fixture.announcing(file, "1").traffic(new Traffic.Withdrawn()).accept();

    // Then
    fixture.awaitState(leaving, ModelState.DRAINING);
    fixture.clock.advance(LINGER);
    fixture.awaitState(leaving, ModelState.RELEASED);
    assertThat(fixture.rollout().residentBytes()).isEqualTo(alone);
    final Predictions predictions = new Predictions(3, 0f);
    hold.classifier().newSession().classify("alpha beta", predictions);
    assertThat(predictions.count()).isEqualTo(3);
  }

  @Test
  void shouldNotCloseAModelWhileItIsBeingProvedForAnotherVersion() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final AtomicReference<Entry> leaving = new AtomicReference<>();
    fixture.listener(report -> {
      if (report.slot().equals(OTHER) && report.state() == ModelState.PROVED) {
        fixture.announcing(file, "1").traffic(new Traffic.Withdrawn()).accept();
        fixture.clock.advance(LINGER);
        fixture.awaitState(leaving.get(), ModelState.RELEASED);
      }
    }).open();
    leaving.set(fixture.announcing(file, "1").accept());
    fixture.awaitState(leaving.get(), ModelState.ACTIVE);

    // When
    final Entry coming = fixture.announcing(file, "1").slot(OTHER).accept();

    // Then
    fixture.awaitState(coming, ModelState.ACTIVE);
    fixture.awaitSettled();
    final Predictions predictions = new Predictions(3, 0f);
    fixture.hold(coming).classifier().newSession().classify("alpha beta", predictions);
    assertThat(predictions.count()).isEqualTo(3);
    assertThat(fixture.rollout().residentBytes()).isPositive();
  }

  @Test
  void shouldTakeUpAModelThatAnotherSlotKeepsOpenWithoutReadingItAgain() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry past = fixture.announcing(file, "1").accept();
    final Entry staying = fixture.announcing(file, "1").slot(OTHER).accept();
    fixture.awaitState(past, ModelState.ACTIVE);
    fixture.awaitState(staying, ModelState.ACTIVE);
    fixture.announcing(fixture.model(2), "2").after(Duration.ofMillis(1)).accept();
    fixture.clock.advance(Duration.ofMillis(1));
    fixture.awaitState(past, ModelState.DRAINING);
    fixture.clock.advance(LINGER);
    fixture.awaitState(past, ModelState.RELEASED);
    Files.delete(file);

    // When
    final Hold hold = fixture.hold(past);

    // Then
    assertThat(hold.classifier()).isSameAs(fixture.hold(staying).classifier());
  }

  @Test
  void shouldKeepAStagedVersionReadyUntilItIsWithdrawn() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry staged = fixture.announcing(file, "1").traffic(new Traffic.Staged()).accept();
    fixture.awaitState(staged, ModelState.READY);
    fixture.clock.advance(LINGER.multipliedBy(2));
    fixture.awaitState(staged, ModelState.READY);

    // When
    fixture.announcing(file, "1").traffic(new Traffic.Withdrawn()).accept();

    // Then
    fixture.awaitState(staged, ModelState.DRAINING);
    fixture.clock.advance(LINGER);
    fixture.awaitState(staged, ModelState.RELEASED);
    Deadline.within(LIMIT, "nothing is open", fixture.rollout()::residentBytes, bytes -> bytes == 0);
  }

  @Test
  void shouldLetGoOfAStagedVersionThatWasLiveInTheMeantime() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    fixture.announcing(file, "1").traffic(new Traffic.Staged()).accept();
    final Entry live = fixture.announcing(file, "1").accept();
    fixture.awaitState(live, ModelState.ACTIVE);

    // When
    fixture.announcing(fixture.model(2), "2").after(Duration.ofMillis(1)).accept();
    fixture.clock.advance(Duration.ofMillis(1));

    // Then
    fixture.awaitState(live, ModelState.DRAINING);
  }

  @Test
  void shouldServeTheBaseVersionFromTheBeginning() throws Exception {
    // Given
    fixture.base(SLOT, fixture.model(1));

    // When
    fixture.open();

    // Then
    final Entry base = fixture.rollout().baseEntries().get(SLOT).orElseThrow();
    assertThat(fixture.rollout().baseEntries().get(OTHER)).isEmpty();
    assertThat(fixture.liveAt(Long.MIN_VALUE)).contains(base);
    assertThat(base.controlOffset()).isEqualTo(OptionalLong.empty());
    assertThat(fixture.models().acquire(base, AT_ONCE)).isInstanceOf(Acquisition.Held.class);
    assertThat(fixture.report(base).state()).isEqualTo(ModelState.ACTIVE);
    fixture.awaitSettled();
  }

  @Test
  void shouldOpenAReleasedBaseVersionAgainForAReplay() throws Exception {
    // Given
    fixture.base(SLOT, fixture.model(1)).open();
    final Entry base = fixture.rollout().baseEntries().get(SLOT).orElseThrow();
    fixture.announcing(fixture.model(2), "2").accept();
    fixture.awaitState(base, ModelState.DRAINING);
    fixture.clock.advance(LINGER);
    fixture.awaitState(base, ModelState.RELEASED);

    // When
    final Acquisition again = fixture.models().acquire(base, LIMIT);

    // Then
    assertThat(again).isInstanceOf(Acquisition.Held.class);
  }

  @Test
  void shouldFailToStartWithoutTheFileOfABaseVersion() {
    // Given
    fixture.base(SLOT, folder.resolve("missing.bin"));

    // When // Then
    assertThatThrownBy(fixture::open).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void shouldFailToStartWithABaseVersionThatIsNoModel() throws IOException {
    // Given
    fixture.base(SLOT, Files.writeString(folder.resolve("bad.bin"), "no model"));

    // When // Then
    assertThatThrownBy(fixture::open).isInstanceOf(ModelRefusedException.class);
  }

  @Test
  void shouldShowTheSamePlanUntilSomethingChanges() throws Exception {
    // Given
    fixture.open();
    final Plan plan = fixture.models().plan();

    // When
    final Plan same = fixture.models().awaitChange(plan, Duration.ofMillis(1));

    // Then
    assertThat(same).isSameAs(plan);
    fixture.rollout().confirm(START + 1);
    assertThat(fixture.models().awaitChange(plan, LIMIT).confirmedUntil()).isEqualTo(START + 1);
    fixture.rollout().confirm(START);
    assertThat(fixture.models().plan().confirmedUntil()).isEqualTo(START + 1);
  }

  @Test
  void shouldFreeEverythingWhenItIsClosed() throws Exception {
    // Given
    fixture.staging(Files.createDirectory(folder.resolve("staging"))).open();
    final Entry entry = fixture.announcing(fixture.model(1), "1").accept();
    final Hold hold = fixture.hold(entry);
    final CompletableFuture<Throwable> waiting = CompletableFuture.supplyAsync(() -> failureOf(entry));

    // When
    fixture.close();

    // Then
    assertThatThrownBy(() -> hold.classifier().newSession()).isInstanceOf(ModelClosedException.class);
    assertThat(waiting.get()).isInstanceOf(ModelClosedException.class);
    assertThat(RolloutFixture.list(folder.resolve("staging"))).isEmpty();
    hold.release();
  }

  private Throwable failureOf(final Entry entry) {
    Throwable failure = null;
    while (failure == null) {
      failure = catchThrowable(() -> fixture.models().acquire(entry, LIMIT));
    }
    return failure;
  }

  @Test
  void shouldNotKnowSlotsOfOthers() throws Exception {
    // Given
    fixture.open();

    // When // Then
    assertThatThrownBy(() -> fixture.rollout().slot("unheard-of")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("unheard-of");
  }
}
