package io.labelstream.rollout;

import static io.labelstream.rollout.RolloutFixture.AT_ONCE;
import static io.labelstream.rollout.RolloutFixture.LEAD;
import static io.labelstream.rollout.RolloutFixture.LIMIT;
import static io.labelstream.rollout.RolloutFixture.LINGER;
import static io.labelstream.rollout.RolloutFixture.OTHER;
import static io.labelstream.rollout.RolloutFixture.SLOT;
import static io.labelstream.rollout.RolloutFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTest {
  private static final Duration AHEAD = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration ECHO = Duration.ofSeconds(2);

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
    assertThat(fixture.rollout().missing()).isEmpty();
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
  void shouldProveWhatIsAnnouncedAndLabelWithItFromItsEffectiveTime() throws Exception {
    // Given
    fixture.open();
    final Entry before = fixture.announcing(fixture.model(1), "1").accept();
    fixture.awaitState(before, ModelState.ACTIVE);

    // When
    final Entry entry = fixture.announcing(fixture.model(2), "2").announce();

    // Then
    final Decision.Proved proof = fixture.awaitDecision(entry, Decision.Proved.class);
    assertThat(proof.instance()).isEqualTo(RolloutFixture.INSTANCE);
    assertThat(fixture.awaitVerdicts(1)).containsExactly(new Verdict(SLOT, 2, entry.offset(), RolloutFixture.INSTANCE, new Verdict.Proved()));
    Deadline.within(LIMIT, "the plan has the proof", () -> fixture.liveAt(START + LEAD.toMillis()), Optional.of(fixture.control.now(entry))::equals);
    assertThat(fixture.liveAt(START + LEAD.toMillis() - 1)).contains(before);
    fixture.awaitState(entry, ModelState.READY);
    fixture.clock.advance(LEAD);
    fixture.awaitState(entry, ModelState.ACTIVE);
    fixture.awaitState(before, ModelState.DRAINING);
  }

  @Test
  void shouldLogAProofWithoutACode() throws Exception {
    // Given
    fixture.open();
    try (LogLines log = LogLines.capture(Level.INFO)) {
      // When
      final Entry entry = fixture.announcing(fixture.model(1), "1").announce();

      // Then
      fixture.awaitDecision(entry, Decision.Proved.class);
      assertThat(log.lines()).filteredOn(line -> line.contains("has proved an announcement")).singleElement().asString().doesNotContain("code=");
    }
  }

  @Test
  void shouldCountLaterByTheTimeThatThePreparationTook() throws Exception {
    // Given
    final CountDownLatch slow = new CountDownLatch(1);
    fixture.source("slow", (reference, target, deadline) -> {
      slow.await();
      FileArtifacts.everywhere().fetch(new ArtifactReference(reference.location().replace("slow:", "file:"), reference.bytes(), reference.sha256()), target, deadline);
    }).open();
    final Path file = fixture.model(1);
    final Entry entry = fixture.announcing(file, "1").location("slow://" + file).announce();
    fixture.awaitState(entry, ModelState.RECEIVED);

    // When
    fixture.clock.advance(LEAD.multipliedBy(4));
    slow.countDown();

    // Then
    fixture.awaitDecision(entry, Decision.Proved.class);
    assertThat(fixture.control.now(entry).effectiveFrom()).isEqualTo(START + LEAD.multipliedBy(5).toMillis());
  }

  @Test
  void shouldObjectToABadVersionAndKeepTheLastGoodOne() throws Exception {
    // Given
    fixture.open();
    final Entry good = fixture.announcing(fixture.model(1), "1").accept();
    fixture.awaitState(good, ModelState.ACTIVE);

    // When
    final Entry bad = fixture.announcing(bad(), "2").announce();

    // Then
    fixture.awaitState(bad, ModelState.REJECTED);
    final Decision.Vetoed vetoed = fixture.awaitDecision(bad, Decision.Vetoed.class);
    assertThat(vetoed.veto()).isEqualTo(Verdict.Veto.of(fixture.report(bad).rejection().orElseThrow()));
    fixture.clock.advance(LEAD.multipliedBy(2));
    assertThat(fixture.liveAt(fixture.clock.millis())).contains(good);
    assertThat(fixture.rollout().missing()).isEmpty();
    assertThat(fixture.rollout().rejections()).containsExactly(Map.entry(RejectionCode.MODEL_REFUSED, 1L));
    assertThat(fixture.control.verdicts()).hasSize(1);
    fixture.awaitSettled();
  }

  @Test
  void shouldKeepAVersionThatCountsInThePlanAndTellWhyItIsMissing() throws Exception {
    // Given
    fixture.open();
    final Entry good = fixture.announcing(fixture.model(1), "1").accept();
    fixture.awaitState(good, ModelState.ACTIVE);

    // When
    final Entry bad = fixture.announcing(bad(), "2").after(Duration.ofMillis(1)).accept();

    // Then
    final Rejection rejection = fixture.awaitState(bad, ModelState.REJECTED).rejection().orElseThrow();
    assertThat(rejection.code()).isEqualTo(RejectionCode.MODEL_REFUSED);
    assertThat(fixture.liveAt(START)).contains(good);
    assertThat(fixture.liveAt(START + 1)).contains(bad);
    assertThat(fixture.models().acquire(bad, AT_ONCE)).isEqualTo(new Acquisition.Pending(Optional.of(rejection)));
    assertThat(fixture.rollout().missing()).isEmpty();
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(fixture.rollout().missing()).containsExactly(Map.entry(bad.id(), Optional.of(rejection)));
    assertThat(fixture.control.verdicts()).isEmpty();
    fixture.awaitSettled();
  }

  @Test
  void shouldTryAVersionThatCountsAgainUntilItIsThere() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final Path moved = folder.resolve("moved");
    fixture.open();
    final RolloutFixture.Announced announced = fixture.announcing(file, "1");
    Files.move(file, moved);
    final Entry entry = announced.accept();
    fixture.awaitState(entry, ModelState.REJECTED);
    Files.move(moved, file);

    // When
    fixture.clock.advance(FIRST_PAUSE);

    // Then
    fixture.awaitState(entry, ModelState.ACTIVE);
    assertThat(fixture.rollout().missing()).isEmpty();
    assertThat(fixture.hold(entry).classifier()).isNotNull();
  }

  @Test
  void shouldWaitTwiceAsLongAfterEachFailure() throws Exception {
    // Given
    final AtomicInteger tries = new AtomicInteger();
    fixture.source("away", (reference, target, deadline) -> {
      throw new ArtifactException(new Rejection(RejectionCode.LOCATION_UNREADABLE, "try " + tries.incrementAndGet()));
    }).open();
    final Entry entry = fixture.announcing(fixture.model(1), "1").location("away:x").announce();
    fixture.awaitState(entry, ModelState.REJECTED);

    for (final long pause : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 32_000, 32_000}) {
      // When
      final int before = tries.get();
      fixture.clock.advance(Duration.ofMillis(pause - 1));
      fixture.rollout().confirm(fixture.clock.millis());
      assertThat(tries).hasValue(before);
      fixture.clock.advance(Duration.ofMillis(1));
      fixture.rollout().confirm(fixture.clock.millis());

      // Then
      Deadline.within(LIMIT, "another try has failed", () -> fixture.report(entry).rejection().orElseThrow().detail(),
          detail -> detail.endsWith("try " + (before + 1)));
    }
    assertThat(fixture.told(entry)).containsExactly(ModelState.RECEIVED, ModelState.REJECTED);
    assertThat(fixture.control.verdicts()).isEmpty();
    assertThat(fixture.rollout().rejections()).containsExactly(Map.entry(RejectionCode.LOCATION_UNREADABLE, 1L));
  }

  @Test
  void shouldTellOnceWhyAnAnnouncementOfAVersionThatIsOpenCannotBeProved() throws Exception {
    // Given
    final AtomicInteger tries = new AtomicInteger();
    final Path file = fixture.model(1);
    final Path samples = Files.writeString(folder.resolve("samples"), "unread");
    fixture.source("file", (reference, target, deadline) -> {
      if (reference.location().endsWith("samples")) {
        tries.incrementAndGet();
        throw new ArtifactException(new Rejection(RejectionCode.LOCATION_UNREADABLE, "away"));
      }
      FileArtifacts.everywhere().fetch(reference, target, deadline);
    }).open();
    final Entry serving = fixture.announcing(file, "1").accept();
    fixture.awaitState(serving, ModelState.ACTIVE);
    fixture.announcing(file, "1").samples(samples).announce();
    Deadline.within(LIMIT, "it has failed", fixture.rollout()::rejections, rejections -> rejections.containsKey(RejectionCode.LOCATION_UNREADABLE));

    // When
    fixture.clock.advance(FIRST_PAUSE);
    Deadline.within(LIMIT, "it is tried again", tries::get, count -> count == 2);
    Deadline.within(LIMIT, "and again", () -> {
      fixture.clock.advance(FIRST_PAUSE);
      return tries.get();
    }, count -> count >= 3);

    // Then
    assertThat(fixture.rollout().rejections()).containsExactly(Map.entry(RejectionCode.LOCATION_UNREADABLE, 1L));
    assertThat(fixture.report(serving).state()).isEqualTo(ModelState.ACTIVE);
    assertThat(fixture.control.verdicts()).isEmpty();
  }

  @Test
  void shouldOpenWhatAnotherInstanceHasProvedWithoutItsSamplesWhereTheyAreGone() throws Exception {
    // Given
    final Path samples = Files.writeString(folder.resolve("samples"), "unread");
    fixture.openUnread();
    final Entry entry = fixture.announcing(fixture.model(1), "1").samples(samples).announce();
    fixture.control.judge("another", entry, new Verdict.Proved());
    Files.delete(samples);

    // When
    fixture.rollout().confirm(START);

    // Then
    fixture.awaitState(entry, ModelState.READY);
    assertThat(fixture.rollout().rejections()).isEmpty();
    assertThat(fixture.control.verdicts()).isEmpty();
  }

  @Test
  void shouldProveWhatIsThereAtLast() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final Path moved = folder.resolve("moved");
    fixture.open();
    final RolloutFixture.Announced announced = fixture.announcing(file, "1");
    Files.move(file, moved);
    final Entry entry = announced.announce();
    fixture.awaitState(entry, ModelState.REJECTED);
    assertThat(fixture.control.now(entry).decision()).isEqualTo(new Decision.Pending());
    Files.move(moved, file);

    // When
    fixture.clock.advance(FIRST_PAUSE);

    // Then
    fixture.awaitDecision(entry, Decision.Proved.class);
  }

  @Test
  void shouldObjectInTimeToWhatAnotherInstanceHasProvedAndIsNotToBeHadHere() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final RolloutFixture.Announced announced = fixture.open().announcing(file, "1");
    Files.delete(file);
    final Entry entry = announced.announce();
    fixture.awaitState(entry, ModelState.REJECTED);
    fixture.control.judge("another", entry, new Verdict.Proved());
    final long last = START + LEAD.toMillis() / 2 - LEAD.toMillis() / 8;
    fixture.clock.advance(Duration.ofMillis(last - 1 - START));
    fixture.rollout().confirm(fixture.clock.millis());
    assertThat(fixture.control.verdicts()).isEmpty();

    // When
    fixture.clock.advance(Duration.ofMillis(1));

    // Then
    assertThat(fixture.awaitDecision(entry, Decision.Vetoed.class).veto().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE.code());
  }

  @Test
  void shouldObjectToARetroactiveAnnouncementThatIsNotToBeHadForTheLead() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final RolloutFixture.Announced announced = fixture.open().announcing(file, "1").from(START - 5000);
    Files.delete(file);
    final Entry entry = announced.announceRetroactively();
    fixture.awaitState(entry, ModelState.REJECTED);
    fixture.clock.advance(LEAD.minusMillis(1));
    fixture.rollout().confirm(fixture.clock.millis());
    assertThat(fixture.control.verdicts()).isEmpty();

    // When
    fixture.clock.advance(Duration.ofMillis(1));

    // Then
    assertThat(fixture.awaitDecision(entry, Decision.Vetoed.class).veto().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE.code());
    assertThat(fixture.models().plan().undecidedFrom()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldNotObjectToWhatItHasProvedAfterAnotherInstanceBeforeItsRestart() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final RolloutFixture.Announced announced = fixture.openUnread().announcing(file, "1");
    Files.delete(file);
    final Entry entry = announced.announce();
    fixture.control.judge("another", entry, new Verdict.Proved());
    fixture.control.judge(RolloutFixture.INSTANCE, entry, new Verdict.Proved());
    fixture.rollout().confirm(START);
    fixture.awaitState(entry, ModelState.REJECTED);

    // When
    fixture.clock.advance(LEAD.dividedBy(2));
    fixture.rollout().confirm(fixture.clock.millis());

    // Then
    assertThat(fixture.control.verdicts()).isEmpty();
  }

  @Test
  void shouldWriteAVerdictAgainThatDidNotArrive() throws Exception {
    // Given
    fixture.open();
    fixture.control.loseVerdicts(2);
    final Entry entry = fixture.announcing(fixture.model(1), "1").announce();
    fixture.awaitVerdicts(1);
    fixture.clock.advance(ECHO);
    fixture.awaitVerdicts(2);

    // When
    fixture.clock.advance(ECHO);

    // Then
    fixture.awaitDecision(entry, Decision.Proved.class);
    assertThat(fixture.control.verdicts()).hasSize(3).containsOnly(new Verdict(SLOT, 1, entry.offset(), RolloutFixture.INSTANCE, new Verdict.Proved()));
  }

  @Test
  void shouldShowTasksARetroactiveVersionOnceItIsSettled() throws Exception {
    // Given
    fixture.open();
    final Entry entry = fixture.announcing(fixture.model(1), "1").from(START - 5000).announceRetroactively();
    fixture.awaitDecision(entry, Decision.Proved.class);
    fixture.awaitState(entry, ModelState.ACTIVE);
    fixture.rollout().confirm(START + LEAD.toMillis() - 1);
    final Plan unsettled = fixture.models().plan();
    assertThat(unsettled.timeline().entries()).isEmpty();
    assertThat(unsettled.undecidedFrom()).isEqualTo(START - 5000);

    // When
    fixture.rollout().confirm(START + LEAD.toMillis());

    // Then
    final Plan settled = fixture.models().plan();
    assertThat(settled.timeline().at(START - 5000).live()).contains(fixture.control.now(entry));
    assertThat(settled.undecidedFrom()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldProveARetroactiveVersionForRecordsOfThePastOnly() throws Exception {
    // Given
    fixture.open();
    fixture.announcing(fixture.model(1), "1").accept();
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.awaitState(fixture.announcing(fixture.model(2), "2").accept(), ModelState.ACTIVE);

    // When
    final Entry repair = fixture.announcing(fixture.model(3), "1-repaired").from(START).announceRetroactively();

    // Then
    assertThat(fixture.awaitDecision(repair, Decision.Proved.class).instance()).isEqualTo(RolloutFixture.INSTANCE);
  }

  @Test
  void shouldEndTheWaitForAModelWhoseEntryDoesNotCountAnyMore() throws Exception {
    // Given
    fixture.open();
    final Entry bad = fixture.announcing(bad(), "1").accept();
    final CompletableFuture<Acquisition> waiting = CompletableFuture.supplyAsync(() -> acquire(bad, Duration.ofMinutes(10)));

    // When
    fixture.rollout().accept(List.of(bad.with(new Decision.Vetoed("another", 1, new Verdict.Veto("too-large", ""), Optional.empty()))));

    // Then
    assertThat(waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Acquisition.Pending.class);
  }

  @Test
  void shouldShowTasksNothingOfARetroactiveVersionThatIsVetoed() throws Exception {
    // Given
    fixture.open();
    final Entry entry = fixture.announcing(fixture.model(1), "1").from(START - 5000).announceRetroactively();
    fixture.awaitDecision(entry, Decision.Proved.class);

    // When
    fixture.control.judge("another", entry, new Verdict.Veto("over-budget", ""));

    // Then
    fixture.rollout().confirm(START + 10 * LEAD.toMillis());
    assertThat(fixture.models().plan().timeline().entries()).isEmpty();
    assertThat(fixture.models().plan().undecidedFrom()).isEqualTo(Long.MAX_VALUE);
    fixture.awaitState(entry, ModelState.DRAINING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldOpenAnEarlierVersionThatWasAnnouncedAgainWrongly(final boolean vetoed) throws Exception {
    // Given
    fixture.openUnread();
    final Path file = fixture.model(1);
    final Entry earlier = fixture.announcing(file, "1").from(START - 5000).accept();
    fixture.announcing(fixture.model(2), "2").accept();
    final Entry again = fixture.announcing(file, "1").family("tree").traffic(vetoed ? new Traffic.Live() : new Traffic.Staged()).announce();
    if (vetoed) {
      fixture.control.judge("another", again, new Verdict.Veto("wrong-family", ""));
    }
    fixture.rollout().confirm(START);

    // When
    final Acquisition acquisition = acquire(earlier, LIMIT);

    // Then
    assertThat(acquisition).isInstanceOf(Acquisition.Held.class);
  }

  @Test
  void shouldOpenAVersionThatATaskWaitsForHoweverLongItsBytesTake() throws Exception {
    // Given
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch answered = new CountDownLatch(1);
    final Path file = fixture.model(1);
    final String digest = RolloutFixture.reference(file).sha256();
    final ArtifactSource files = FileArtifacts.below(List.of(folder));
    fixture.source("file", (reference, target, deadline) -> {
      if (reference.sha256().equals(digest)) {
        asked.countDown();
        answered.await();
      }
      files.fetch(reference, target, deadline);
    }).fetchTimeout(LIMIT).openUnread();
    final Entry earlier = fixture.announcing(file, "1").from(START - 5000).accept();
    fixture.announcing(fixture.model(2), "2").accept();
    fixture.rollout().confirm(START);
    final CompletableFuture<Acquisition> waiting = CompletableFuture.supplyAsync(() -> acquire(earlier, LIMIT));
    asked.await();

    // When
    fixture.clock.advance(LINGER.plus(LEAD));
    answered.countDown();

    // Then
    assertThat(waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Acquisition.Held.class);
  }

  @Test
  void shouldOpenAVersionFromFurtherLocationsThatWereAnnounced() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final Path copy = Files.copy(file, folder.resolve("copy"));
    fixture.openUnread();
    fixture.announcing(copy, "1").from(START - 5000).accept();
    final Entry newer = fixture.announcing(file, "1").accept();
    Files.delete(file);

    // When
    fixture.rollout().confirm(START);

    // Then
    fixture.awaitState(newer, ModelState.ACTIVE);
    assertThat(fixture.rollout().rejections()).isEmpty();
  }

  @Test
  void shouldOpenAVersionFromAFurtherLocationWhereTheNewestHasOtherBytes() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final Path other = fixture.model(2);
    assertThat(Files.size(other)).isEqualTo(Files.size(file));
    fixture.openUnread();
    fixture.announcing(file, "1").from(START - 5000).accept();
    final Entry newer = fixture.announcing(file, "1").location(other.toUri().toString()).accept();

    // When
    fixture.rollout().confirm(START);

    // Then
    fixture.awaitState(newer, ModelState.ACTIVE);
    assertThat(fixture.rollout().rejections()).isEmpty();
  }

  @Test
  void shouldProveAVersionThatIsAnnouncedAnewAfterAVeto() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry vetoed = fixture.announcing(file, "1").location("nobody:reads").announce();
    fixture.awaitDecision(vetoed, Decision.Vetoed.class);

    // When
    final Entry anew = fixture.announcing(file, "1").announce();

    // Then
    fixture.awaitDecision(anew, Decision.Proved.class);
    assertThat(fixture.control.now(vetoed).decision()).isInstanceOf(Decision.Vetoed.class);
    fixture.awaitState(anew, ModelState.READY);
    assertThat(fixture.report(anew).rejection()).isEmpty();
  }

  @Test
  void shouldTryARejectedVersionAtOnceWhenItIsAnnouncedAgain() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry away = fixture.announcing(file, "1").location("nobody:reads").traffic(new Traffic.Staged()).accept();
    fixture.awaitState(away, ModelState.REJECTED);

    // When
    final Entry here = fixture.announcing(file, "1").traffic(new Traffic.Staged()).accept();

    // Then
    fixture.awaitState(here, ModelState.READY);
  }

  @Test
  void shouldReportARejectionOfEachAnnouncementWhenTheCodeIsTheSame() throws Exception {
    // Given
    fixture.open();
    final Path file = fixture.model(1);
    final Entry first = fixture.announcing(file, "1").location("nobody:reads").announce();
    fixture.awaitDecision(first, Decision.Vetoed.class);

    // When
    final Entry second = fixture.announcing(file, "1").location("nobody:reads").traffic(new Traffic.Staged()).accept();

    // Then
    Deadline.within(LIMIT, "a report about the second", () -> fixture.reports,
        reports -> reports.stream().anyMatch(report -> report.entry().equals(second) && report.state() == ModelState.REJECTED));
    assertThat(fixture.rollout().rejections()).containsExactly(Map.entry(RejectionCode.LOCATION_FORBIDDEN, 2L));
  }

  @Test
  void shouldComeToTheSamePlanAndFailuresAfterARestart() throws Exception {
    // Given
    fixture.open();
    fixture.announcing(fixture.model(1), "1").from(START - 9000).accept();
    final Entry good = fixture.announcing(fixture.model(2), "2").from(START - 5000).accept();
    final Entry bad = fixture.announcing(bad(), "3").traffic(new Traffic.Canary(10, "")).from(START - 1000).accept();
    final Entry shadow = fixture.announcing(fixture.model(4), "4").traffic(new Traffic.Shadow()).from(START - 500).accept();
    fixture.awaitSettled();
    final Plan before = fixture.models().plan();

    // When
    try (RolloutFixture again = new RolloutFixture(folder).open()) {
      again.rollout().accept(fixture.entries());
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
    releaseBase(fixture.model(1));

    // When
    final Acquisition again = fixture.models().acquire(fixture.rollout().baseEntries().get(SLOT).orElseThrow(), LIMIT);

    // Then
    assertThat(again).isInstanceOf(Acquisition.Held.class);
  }

  @Test
  void shouldFetchABaseVersionFromWhereItIsAnnouncedWhereItsFileIsGone() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final Path copy = Files.copy(file, folder.resolve("copy"));
    releaseBase(file);
    Files.delete(file);

    // When
    final Entry again = fixture.announcing(copy, "0").model("base").announce();

    // Then
    fixture.awaitDecision(again, Decision.Proved.class);
    fixture.awaitState(again, ModelState.READY);
    assertThat(fixture.rollout().rejections()).isEmpty();
  }

  @Test
  void shouldCompareABaseVersionWithTheGoldenSamplesThatAreAnnouncedWithIt() throws Exception {
    // Given
    final Path file = fixture.model(1);
    final Path samples = Files.writeString(folder.resolve("samples"), "{\"text\":\"alpha\",\"labels\":[{\"name\":\"a\",\"score\":0.123}]}\n");
    releaseBase(file);

    // When
    final Entry again = fixture.announcing(file, "0").model("base").samples(samples).announce();

    // Then
    assertThat(fixture.awaitDecision(again, Decision.Vetoed.class).veto().code()).isEqualTo(RejectionCode.SAMPLES_DIFFER.code());
  }

  /** Opens the rollout with a base version that has given way to another version. */
  private void releaseBase(final Path file) throws Exception {
    fixture.base(SLOT, file).open();
    final Entry base = fixture.rollout().baseEntries().get(SLOT).orElseThrow();
    fixture.announcing(fixture.model(2), "2").accept();
    fixture.awaitState(base, ModelState.DRAINING);
    fixture.clock.advance(LINGER);
    fixture.awaitState(base, ModelState.RELEASED);
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
    fixture.base(SLOT, bad());

    // When // Then
    assertThatThrownBy(fixture::open).isInstanceOf(ModelRefusedException.class);
  }

  @Test
  void shouldFailToStartWithABaseVersionWithoutVectorsForASlotThatWritesThem() throws IOException {
    // Given
    fixture.vectorSlots(SLOT).base(SLOT, fixture.model(1));

    // When // Then
    assertThatThrownBy(fixture::open).isInstanceOf(ModelRefusedException.class).hasMessageContaining("slot topic writes vectors");
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

  private Acquisition acquire(final Entry entry, final Duration patience) {
    try {
      return fixture.models().acquire(entry, patience);
    } catch (final InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private Path bad() throws IOException {
    return Files.writeString(folder.resolve("bad.bin"), "no model");
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
