package io.labelstream.rollout;

import static io.labelstream.rollout.RolloutFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.control.Announcements;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine without threads: its work is done when the test says so. */
class RolloutEngineTest {
  private static final String ONE = "one";
  private static final String OTHER = "other";
  private static final long BYTES = 10;
  private static final Duration LINGER = Duration.ofSeconds(60);

  private final SetClock clock = new SetClock(START);
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final Map<String, OneLabelClassifier> opened = new HashMap<>();
  private final Map<String, ReadModel> read = new HashMap<>();
  private final List<ModelState> states = new ArrayList<>();
  private Consumer<ModelReport> listener = report -> states.add(report.state());
  private long offset;

  private final RolloutEngine engine = new RolloutEngine(
      new RolloutSettings(Lead.of(Duration.ofSeconds(30)), ModelOptions.defaults(), 1 << 20, 2 * BYTES, MemoryPolicy.AVAILABILITY, Duration.ofMinutes(5),
          LINGER, Path.of("nowhere")),
      Set.of(ONE, OTHER), new Judge.Reader(), new StatusReports(new Listener()), clock);

  @BeforeEach
  void start() {
    engine.start(new InOrder());
    engine.confirm(START);
  }

  @Test
  void shouldBringAVersionIntoServiceStepByStep() {
    // Given
    final Entry entry = accept(live(ONE, "a", START));

    // When
    final List<Integer> waiting = new ArrayList<>();
    while (!work.isEmpty()) {
      waiting.add(work.size());
      work.remove().run();
    }

    // Then
    assertThat(waiting).as("fetched, verified, opened, proved").containsExactly(1, 1, 1, 1);
    assertThat(states).containsExactly(ModelState.RECEIVED, ModelState.FETCHED, ModelState.VERIFIED, ModelState.MAPPED, ModelState.PROVED, ModelState.READY,
        ModelState.ACTIVE);
    assertThat(engine.slot(ONE).acquire(entry.id())).isInstanceOf(Acquisition.Held.class);
  }

  @Test
  void shouldCloseAModelAtOnceWhenItsLastHoldIsReleasedAfterTheTimeToLinger() {
    // Given
    final Entry first = accept(live(ONE, "a", START));
    finish();
    final Hold hold = hold(ONE, first);
    accept(withdrawn(ONE, "a", START));
    clock.advance(LINGER);
    engine.tick();
    final long held = engine.overview().residentBytes();

    // When
    hold.release();
    clock.advance(LINGER);
    engine.tick();

    // Then
    assertThat(held).isEqualTo(BYTES);
    assertThat(opened.get("a").isClosed()).isTrue();
    assertThat(engine.overview().residentBytes()).isZero();
    assertThat(engine.slot(ONE).acquire(first.id())).isEqualTo(new Acquisition.Pending(Optional.empty()));
  }

  @Test
  void shouldNotCloseAModelWhileItIsBeingProvedForAnotherVersion() {
    // Given
    final Entry leaving = accept(live(ONE, "a", START));
    finish();
    final Entry coming = accept(live(OTHER, "a", START));
    work.remove().run();
    work.remove().run();
    accept(withdrawn(ONE, "a", START));

    // When
    clock.advance(LINGER);
    engine.tick();

    // Then
    assertThat(engine.slot(ONE).acquire(leaving.id())).isInstanceOf(Acquisition.Pending.class);
    assertThat(opened.get("a").isClosed()).isFalse();
    finish();
    assertThat(hold(OTHER, coming).classifier()).isSameAs(opened.get("a"));
  }

  @Test
  void shouldNotOpenAModelInTheRoomOfOneThatATaskHasJustComeToHold() {
    // Given
    final Entry idle = accept(live(ONE, "a", START));
    finish();
    accept(live(ONE, "b", START));
    finish();
    accept(withdrawn(ONE, "b", START + 1));
    accept(withdrawn(ONE, "a", START));
    accept(live(OTHER, "c", START + 1));
    work.remove().run();
    listener = report -> {
      // Told after it was planned that the least recently used model gives way.
      if (report.state() == ModelState.DRAINING) {
        hold(ONE, idle);
      }
    };
    clock.advance(Duration.ofMillis(1));

    // When
    finish();

    // Then
    assertThat(opened.get("a").isClosed()).isFalse();
    assertThat(opened.get("b").isClosed()).isTrue();
    assertThat(engine.overview().residentBytes()).isEqualTo(2 * BYTES);
  }

  @Test
  void shouldCloseWhatIsOpenedAfterItsEnd() {
    // Given
    accept(live(ONE, "a", START));
    work.remove().run();
    work.remove().run();
    engine.close();

    // When
    finish();

    // Then
    assertThat(opened.get("a").isClosed()).isTrue();
  }

  @Test
  void shouldNotKeepTheBytesOfAFileWhileItsModelWaitsForMemory() {
    // Given
    accept(live(ONE, "a", START));
    finish();
    final Entry leaving = accept(live(OTHER, "b", START));
    finish();
    final Hold hold = hold(OTHER, leaving);
    accept(withdrawn(OTHER, "b", START));
    clock.advance(LINGER);
    accept(live(OTHER, "c", clock.millis() + Duration.ofHours(1).toMillis()));

    // When
    finish();

    // Then
    assertThat(opened).as("there is no room").doesNotContainKey("c");
    assertThat(read.get("c").closed).isTrue();
    hold.release();
    clock.advance(LINGER);
    engine.tick();
    finish();
    assertThat(opened).as("the file is read again").containsKey("c");
  }

  @Test
  void shouldCloseAFileWhoseModelIsNeverOpenedOnceTheWorkHasEnded() {
    // Given
    accept(live(ONE, "a", START));
    work.remove().run();
    work.remove().run();
    engine.close();
    final boolean closedBefore = read.get("a").closed;

    // When
    engine.free();

    // Then
    assertThat(closedBefore).as("it may be opened at this moment").isFalse();
    assertThat(read.get("a").closed).isTrue();
  }

  @Test
  void shouldCloseAFileThatIsVerifiedAfterItsEnd() {
    // Given
    accept(live(ONE, "a", START));
    work.remove().run();
    engine.close();

    // When
    finish();

    // Then
    assertThat(read.get("a").closed).isTrue();
    assertThat(opened).isEmpty();
  }

  private Entry accept(final Entry entry) {
    engine.accept(List.of(entry), List.of());
    return entry;
  }

  private void finish() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private Hold hold(final String slot, final Entry entry) {
    return ((Acquisition.Held) engine.slot(slot).acquire(entry.id())).hold();
  }

  private Entry live(final String slot, final String version, final long from) {
    return entry(slot, version, new Traffic.Live(), from);
  }

  private Entry withdrawn(final String slot, final String version, final long from) {
    return entry(slot, version, new Traffic.Withdrawn(), from);
  }

  private Entry entry(final String slot, final String version, final Traffic traffic, final long from) {
    offset++;
    return new Entry(Announcements.of(slot, offset, version, Announcements.artifact(version), traffic, new EffectiveFrom.At(from), Reach.RETROACTIVE, ""),
        offset, from);
  }

  /** A file whose model is never opened from it. */
  private static final class ReadModel implements ModelArtifact {
    private boolean closed;

    @Override
    public ModelDescription description() {
      throw new AssertionError("the engine does not look into a file");
    }

    @Override
    public Metadata metadata() {
      throw new AssertionError("the engine does not look into a file");
    }

    @Override
    public MemoryPlan plan(final ModelOptions options) {
      throw new AssertionError("the engine does not look into a file");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final class InOrder implements Preparer {
    @Override
    public void fetch(final Attempt attempt) {
      work.add(() -> engine.fetched(attempt, new Fetched(Optional.empty(), Optional.empty())));
    }

    @Override
    public void verify(final Attempt attempt) {
      work.add(() -> {
        final ReadModel model = new ReadModel();
        read.put(attempt.version.id.version(), model);
        engine.verified(attempt, new Verified(BYTES, Optional.empty(), Optional.of(model)));
      });
    }

    @Override
    public void open(final Attempt attempt) {
      work.add(() -> {
        final OneLabelClassifier classifier = new OneLabelClassifier(attempt.version.id.version(), BYTES);
        opened.put(attempt.version.id.version(), classifier);
        engine.opened(attempt, new Resident(attempt.version.id.sha256(), classifier));
      });
    }

    @Override
    public void prove(final Attempt attempt) {
      work.add(() -> engine.proved(attempt));
    }
  }

  private final class Listener implements StatusSink {
    @Override
    public void model(final ModelReport report) {
      listener.accept(report);
    }

    @Override
    public void control(final ControlReport report) {
      throw new AssertionError("an engine has nothing to say of control records");
    }
  }
}
