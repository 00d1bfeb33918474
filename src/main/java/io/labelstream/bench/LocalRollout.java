package io.labelstream.bench;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.Judge;
import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.SlotModels;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A rollout of one slot, fed by this class instead of a reader of the control topic: with announcements, and with confirmations at the usual rate. */
final class LocalRollout implements AutoCloseable {
  static final String SLOT = "bench";

  static final String MODEL = "bench";
  /** The longest wait for a step of a swap: a late step should show in the figures, and not end the run. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);
  private static final long MOST_MEMORY = 1L << 40;

  private final InstantSource clock = InstantSource.system();
  /** The reports since the latest announcement. The list is its own lock. */
  private final List<Told> told = new ArrayList<>();
  private final ScheduledExecutorService confirmations =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("labelstream-control").factory());
  private final Rollout rollout;
  private long sequence;

  private LocalRollout(final Duration lead, final long maxModelBytes) throws IOException, ModelRefusedException {
    final RolloutSettings settings =
        new RolloutSettings(
            Lead.of(PATIENCE), ModelOptions.defaults(), maxModelBytes, MOST_MEMORY, MemoryPolicy.AVAILABILITY, PATIENCE, Duration.ZERO,
            Path.of(System.getProperty("java.io.tmpdir")));
    this.rollout = Rollout.open(settings, Map.of(SLOT, Optional.empty()), Map.of("file", FileArtifacts.everywhere()), new Judge.Reader(), sink(), clock);
    final Lead told = Lead.of(lead);
    confirmations.scheduleAtFixedRate(
        () -> rollout.confirm(told.confirmedUntil(clock.millis())), 0, told.interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * A state that a version came to.
   *
   * @param millis the time of the report, by the wall clock
   */
  record Told(StatusSink.ModelReport report, long millis) {}

  /**
   * @param lead the time from an announcement to its effective time
   * @param maxModelBytes the largest model that will be announced
   */
  static LocalRollout open(final Duration lead, final long maxModelBytes) throws IOException {
    try {
      return new LocalRollout(lead, maxModelBytes);
    } catch (final ModelRefusedException impossible) {
      throw new AssertionError("the slot has no base version that could be refused", impossible);
    }
  }

  private StatusSink sink() {
    return new StatusSink() {
      @Override
      public void model(final ModelReport report) {
        synchronized (told) {
          told.add(new Told(report, clock.millis()));
          told.notifyAll();
        }
      }

      @Override
      public void control(final ControlReport report) {
        throw new IllegalStateException("a rollout has nothing to say of control records");
      }
    };
  }

  /** Announces a model, to label records from an event time on. */
  void announce(final ModelFile model, final long effectiveFrom) {
    synchronized (told) {
      told.clear();
    }
    sequence++;
    final Announcement announcement =
        new Announcement(
            SLOT, sequence, MODEL, model.version(), model.family(), model.reference(), Optional.empty(), new Traffic.Live(),
            new EffectiveFrom.AfterLead(), Reach.FORWARD, "", "");
    rollout.accept(List.of(new Entry(announcement, sequence - 1, effectiveFrom)));
  }

  /** Waits until a model's version has come to a state since the latest announcement. */
  Told await(final ModelFile model, final ModelState state) throws BenchException, InterruptedException {
    final long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (told) {
      while (true) {
        for (final Told each : told) {
          if (each.report().rejection().isPresent()) {
            throw rejected(each.report().rejection().get());
          }
          if (each.report().state() == state && each.report().entry().id().equals(model.id())) {
            return each;
          }
        }
        final long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new BenchException("model '" + model.path() + "' is not " + state + " after " + PATIENCE.toMinutes() + " minutes; try a longer --lead");
        }
        told.wait(left);
      }
    }
  }

  private static BenchException rejected(final Rejection rejection) {
    return new BenchException("the rollout rejected a model: " + rejection.code().code() + ", " + rejection.detail() + " (" + rejection.code().remedy() + ")");
  }

  SlotModels models() {
    return rollout.slot(SLOT);
  }

  /** The bytes that all open models hold outside the heap. */
  long residentBytes() {
    return rollout.residentBytes();
  }

  /** The bytes that all open models hold outside the heap, once they are at most {@code plateau} or the wait is over. */
  long residentBytes(final long plateau) throws InterruptedException {
    final long deadline = System.nanoTime() + CLOSING_PATIENCE.toNanos();
    long bytes = rollout.residentBytes();
    while (bytes > plateau && System.nanoTime() < deadline) {
      Thread.sleep(1);
      bytes = rollout.residentBytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    confirmations.shutdownNow();
    rollout.close();
  }
}
