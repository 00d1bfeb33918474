package io.labelstream.rollout;

import static io.labelstream.rollout.RolloutFixture.AT_ONCE;
import static io.labelstream.rollout.RolloutFixture.LIMIT;
import static io.labelstream.rollout.RolloutFixture.LINGER;
import static io.labelstream.rollout.RolloutFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.fixture.Deadline;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutMemoryTest {
  private static final Duration AHEAD = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private RolloutFixture fixture;
  private Path first;
  private Path second;
  private long oneModel;

  @BeforeEach
  void make() throws Exception {
    fixture = new RolloutFixture(folder);
    first = fixture.model(1);
    second = fixture.model(2);
    oneModel = estimate(first);
  }

  private static long estimate(final Path file) throws Exception {
    try (ModelArtifact artifact = ModelLoader.read(file)) {
      return artifact.plan(ModelOptions.defaults()).memory().residentBytes();
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldRejectUnderAvailabilityWhatDoesNotFitBesideTheServingVersion() throws Exception {
    // Given
    fixture.memory(2 * oneModel - 1, MemoryPolicy.AVAILABILITY).open();
    final Entry serving = fixture.announcing(first, "1").accept();
    fixture.awaitState(serving, ModelState.ACTIVE);

    // When
    final Entry next = fixture.announcing(second, "2").after(AHEAD).announce();

    // Then
    final Rejection rejection = fixture.awaitState(next, ModelState.REJECTED).rejection().orElseThrow();
    assertThat(rejection.code()).isEqualTo(RejectionCode.OVER_BUDGET);
    assertThat(rejection.detail()).contains(oneModel + " bytes", String.valueOf(2 * oneModel - 1), "take " + fixture.rollout().residentBytes());
    assertThat(fixture.awaitDecision(next, Decision.Vetoed.class).veto()).isEqualTo(Verdict.Veto.of(rejection));
    assertThat(fixture.liveAt(START + AHEAD.toMillis())).contains(serving);
  }

  @Test
  void shouldOpenUnderAvailabilityWhatFitsExactly() throws Exception {
    // Given
    fixture.memory(2 * oneModel, MemoryPolicy.AVAILABILITY).open();
    fixture.awaitState(fixture.announcing(first, "1").accept(), ModelState.ACTIVE);

    // When
    final Entry next = fixture.announcing(second, "2").after(AHEAD).accept();

    // Then
    fixture.awaitState(next, ModelState.READY);
  }

  @Test
  void shouldWaitUnderCapacityForTheServingVersionToGo() throws Exception {
    // Given
    fixture.memory(2 * oneModel - 1, MemoryPolicy.CAPACITY).open();
    final Entry serving = fixture.announcing(first, "1").accept();
    final Hold hold = fixture.hold(serving);
    final Entry next = fixture.announcing(second, "2").after(AHEAD).accept();
    fixture.awaitState(next, ModelState.VERIFIED);
    fixture.awaitSettled();

    // When
    fixture.clock.advance(AHEAD);

    // Then
    fixture.awaitState(serving, ModelState.DRAINING);
    assertThat(fixture.models().acquire(next, AT_ONCE)).isInstanceOf(Acquisition.Pending.class);
    hold.release();
    fixture.awaitState(next, ModelState.ACTIVE);
    fixture.awaitState(serving, ModelState.RELEASED);
    assertThat(fixture.rollout().residentBytes()).isLessThanOrEqualTo(oneModel);
  }

  @Test
  void shouldProveUnderCapacityWhatWaitsForTheServingVersionToGo() throws Exception {
    // Given
    fixture.memory(2 * oneModel - 1, MemoryPolicy.CAPACITY).open();
    final Entry serving = fixture.announcing(first, "1").accept();
    fixture.awaitState(serving, ModelState.ACTIVE);

    // When
    final Entry next = fixture.announcing(second, "2").announce();

    // Then
    fixture.awaitDecision(next, Decision.Proved.class);
    assertThat(fixture.report(next).state()).isEqualTo(ModelState.VERIFIED);
    assertThat(fixture.report(serving).state()).isEqualTo(ModelState.ACTIVE);
    fixture.clock.advance(RolloutFixture.LEAD);
    fixture.awaitState(next, ModelState.ACTIVE);
    fixture.awaitState(serving, ModelState.RELEASED);
  }

  @Test
  void shouldRejectUnderCapacityAShadowThatDoesNotFitBesideTheVersionItShadows() throws Exception {
    // Given
    fixture.memory(2 * oneModel - 1, MemoryPolicy.CAPACITY).open();
    fixture.awaitState(fixture.announcing(first, "1").accept(), ModelState.ACTIVE);

    // When
    final Entry shadow = fixture.announcing(second, "2").traffic(new Traffic.Shadow()).accept();

    // Then
    assertThat(fixture.awaitState(shadow, ModelState.REJECTED).rejection().orElseThrow().code()).isEqualTo(RejectionCode.OVER_BUDGET);
  }

  @Test
  void shouldRejectAVersionThatDoesNotFitAlone() throws Exception {
    // Given
    fixture.memory(oneModel - 1, MemoryPolicy.CAPACITY).open();

    // When
    final Entry entry = fixture.announcing(first, "1").accept();

    // Then
    assertThat(fixture.awaitState(entry, ModelState.REJECTED).rejection().orElseThrow().code()).isEqualTo(RejectionCode.OVER_BUDGET);
    assertThat(fixture.rollout().residentBytes()).isZero();
  }

  @Test
  void shouldFreeTheLeastRecentlyUsedVersionWhenAnotherOneNeedsTheRoom() throws Exception {
    // Given
    fixture.memory(3 * oneModel, MemoryPolicy.AVAILABILITY).open();
    final Entry older = fixture.announcing(first, "1").from(START - 9000).accept();
    final Entry old = fixture.announcing(second, "2").from(START - 8000).accept();
    final Entry another = fixture.announcing(fixture.model(3), "3").from(START - 7000).accept();
    fixture.awaitState(fixture.announcing(fixture.model(4), "4").from(START - 6000).accept(), ModelState.ACTIVE);
    fixture.clock.advance(LINGER);
    Deadline.within(LIMIT, "only the present one is open", fixture.rollout()::residentBytes, bytes -> bytes <= oneModel);
    fixture.hold(old).release();
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.hold(older).release();

    // When
    fixture.hold(another).release();

    // Then
    assertThat(fixture.report(old).state()).isEqualTo(ModelState.RELEASED);
    assertThat(fixture.report(older).state()).isEqualTo(ModelState.DRAINING);
    assertThat(fixture.rollout().residentBytes()).isLessThanOrEqualTo(3 * oneModel);
  }

  @Test
  void shouldNotFreeAModelForItsIdleVersionWhileAnotherVersionServesWithIt() throws Exception {
    // Given
    fixture.memory(2 * oneModel, MemoryPolicy.AVAILABILITY).open();
    final Entry old = fixture.announcing(second, "2").from(START - 9000).accept();
    final Entry serving = fixture.announcing(first, "1").from(START - 8000).accept();
    fixture.awaitState(serving, ModelState.ACTIVE);
    fixture.hold(old);
    final Entry idle = fixture.announcing(first, "1").slot(RolloutFixture.OTHER).accept();
    fixture.awaitState(idle, ModelState.ACTIVE);
    fixture.announcing(first, "1").slot(RolloutFixture.OTHER).traffic(new Traffic.Withdrawn()).accept();
    fixture.awaitState(idle, ModelState.DRAINING);

    // When
    final Entry next = fixture.announcing(fixture.model(3), "3").slot(RolloutFixture.OTHER).after(AHEAD).accept();

    // Then
    fixture.awaitState(next, ModelState.VERIFIED);
    fixture.awaitSettled();
    assertThat(fixture.report(next).state()).isEqualTo(ModelState.VERIFIED);
    assertThat(fixture.report(serving).state()).isEqualTo(ModelState.ACTIVE);
    assertThat(fixture.report(serving).residentBytes()).isPositive();
  }

  @Test
  void shouldHaveAReplayWaitForVersionsThatAreHeld() throws Exception {
    // Given
    fixture.memory(2 * oneModel, MemoryPolicy.AVAILABILITY).open();
    final Entry older = fixture.announcing(first, "1").from(START - 9000).accept();
    final Entry old = fixture.announcing(second, "2").from(START - 8000).accept();
    fixture.awaitState(fixture.announcing(fixture.model(3), "3").from(START - 6000).accept(), ModelState.ACTIVE);
    final Hold hold = fixture.hold(older);
    assertThat(fixture.models().acquire(old, Duration.ofMillis(300))).isInstanceOf(Acquisition.Pending.class);

    // When
    hold.release();

    // Then
    assertThat(fixture.models().acquire(old, LIMIT)).isInstanceOf(Acquisition.Held.class);
  }

  @ParameterizedTest
  @EnumSource(MemoryPolicy.class)
  void shouldTellAReplayOfTwoSlotsThatTheirOldVersionsDoNotFitTogether(final MemoryPolicy policy) throws Exception {
    // Given
    fixture.memory(2 * oneModel, policy).open();
    final Entry old = fixture.announcing(first, "1").from(START - 9000).accept();
    final Entry otherOld = fixture.announcing(second, "2").slot(RolloutFixture.OTHER).from(START - 9000).accept();
    final Path present = fixture.model(3);
    fixture.awaitState(fixture.announcing(present, "3").from(START - 6000).accept(), ModelState.ACTIVE);
    fixture.awaitState(fixture.announcing(present, "3").slot(RolloutFixture.OTHER).from(START - 6000).accept(), ModelState.ACTIVE);
    fixture.hold(old);
    final SlotModels others = fixture.rollout().slot(RolloutFixture.OTHER);
    CompletableFuture.supplyAsync(() -> catchThrowable(() -> others.acquire(otherOld, LIMIT)));
    fixture.awaitState(otherOld, ModelState.VERIFIED);
    assertThat(others.acquire(otherOld, AT_ONCE)).isEqualTo(new Acquisition.Pending(Optional.empty()));

    // When
    fixture.clock.advance(LINGER);

    // Then
    final Rejection rejection = fixture.awaitState(otherOld, ModelState.REJECTED).rejection().orElseThrow();
    assertThat(rejection.code()).isEqualTo(RejectionCode.OVER_BUDGET);
    assertThat(others.acquire(otherOld, AT_ONCE)).isEqualTo(new Acquisition.Pending(Optional.of(rejection)));
  }
}
