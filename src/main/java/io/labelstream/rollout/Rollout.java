package io.labelstream.rollout;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.artifact.Staging;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one instance: prepares each version that is announced, shows stream tasks which versions count, and frees what nobody needs. Thread-safe.
 *
 * <p><b>When versions are prepared.</b> {@link RolloutPlanner} says what is done next. What is needed can be told only when all of the control topic has been
 * read. So until {@link #confirm} is called for the first time, nothing is fetched.
 *
 * <p><b>Threads.</b> Artefacts are fetched on virtual threads. Models are opened, proved and closed on one thread, {@code labelstream-rollout}; another,
 * {@code labelstream-rollout-clock}, looks at the time. No method but {@link SlotModels#acquire}, {@link SlotModels#awaitChange}, {@link #awaitSettled} and
 * {@link #close} waits for any of them.
 *
 * <p><b>Memory.</b> A model is open once, whatever versions of whatever slots have its digest. It is closed when no version that uses it has been needed or
 * held for the time to linger, or earlier, least recently used first, when another one needs the room. A model that is held is never closed before
 * {@link #close}. Base versions are opened in any case, and count against the budget.
 *
 * <p><b>Failures.</b> Whether a version counts follows from the control log alone. An announcement that cannot be taken here is objected to, in the log, and
 * counts or not for all instances alike. A version that counts and cannot be opened here is tried again; its records wait.
 */
public final class Rollout implements RolloutControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);
  private static final long TICK_MILLIS = 50;

  private final RolloutState state;
  private final ModelPreparer preparer;
  private final Staging staging;
  private final Map<String, SlotModels> slots = new LinkedHashMap<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("labelstream-rollout-clock").factory());

  private Rollout(
      final RolloutSettings settings,
      final Map<String, Optional<BaseModel>> slots,
      final Map<String, ArtifactSource> sources,
      final Judge judge,
      final StatusSink sink,
      final InstantSource clock) {
    final StatusReports reports = new StatusReports(sink);
    this.state = new RolloutState(new RolloutEngine(settings, slots.keySet(), judge, reports, clock), reports);
    this.staging = new Staging(settings.staging());
    this.preparer =
        new ModelPreparer(state, new Preparation(settings.modelOptions(), settings.maxModelBytes(), sources, staging), settings.fetchTimeout());
    slots.keySet().forEach(slot -> this.slots.put(slot, new Models(state, state.slot(slot))));
  }

  /** The result of waiting for preparations. */
  public sealed interface Outcome {
    /** Every version that is needed now is open, has failed, or waits for memory that the version before it still takes. */
    record Settled() implements Outcome {}

    /** These are still being prepared. */
    record Unsettled(List<VersionId> pending) implements Outcome {
      public Unsettled {
        pending = List.copyOf(pending);
      }
    }
  }

  /**
   * A change of a slot's live version on this instance.
   *
   * @param steps the steps of the new version's latest preparation
   */
  public record Swap(String slot, VersionId from, VersionId to, List<StepTime> steps) {
    public Swap {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Opens the base versions, on the caller's thread, and starts.
   *
   * @param slots the slots by name, with their base versions where they have one
   * @param sources what reads artefacts, by the scheme of their locations in lower case, such as {@code file}
   * @param judge whether verdicts are written
   * @param sink is told each step
   * @param clock the time that effective times are compared with
   * @throws IOException if the file of a base version cannot be read
   * @throws ModelRefusedException if it is not a sound model
   * @throws IllegalArgumentException if a base version has a name that no announcement could have
   */
  public static Rollout open(
      final RolloutSettings settings,
      final Map<String, Optional<BaseModel>> slots,
      final Map<String, ArtifactSource> sources,
      final Judge judge,
      final StatusSink sink,
      final InstantSource clock)
      throws IOException, ModelRefusedException {
    final Rollout rollout = new Rollout(settings, slots, sources, judge, sink, clock);
    try {
      for (final Map.Entry<String, Optional<BaseModel>> slot : slots.entrySet()) {
        if (slot.getValue().isPresent()) {
          rollout.preparer.openBase(slot.getKey(), slot.getValue().get());
        }
      }
      rollout.state.start(rollout.preparer);
      rollout.ticks.scheduleWithFixedDelay(rollout::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
      return rollout;
    } catch (final IOException | ModelRefusedException | RuntimeException | Error failure) {
      rollout.close();
      throw failure;
    }
  }

  private void tick() {
    try {
      state.tick();
    } catch (final RuntimeException bug) {
      // Thrown on, it would end the ticking for good.
      LOG.atError().setCause(bug).log("looking at the time failed");
    }
  }

  /** The entries of the base versions by slot; empty for a slot without one. */
  public Map<String, Optional<Entry>> baseEntries() {
    return state.baseEntries();
  }

  /**
   * The models of a slot.
   *
   * @throws IllegalArgumentException if there is no such slot
   */
  public SlotModels slot(final String name) {
    return slots.get(state.slot(name).name());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an entry is of a slot that there is not
   */
  @Override
  public void accept(final Collection<Entry> entries) {
    state.accept(entries);
  }

  @Override
  public void confirm(final long confirmedUntil) {
    state.confirm(confirmedUntil);
  }

  /**
   * Waits until every version that records from now on can need is open, or has failed.
   *
   * @param patience the longest wait
   */
  public Outcome awaitSettled(final Duration patience) throws InterruptedException {
    final List<VersionId> pending = state.awaitVerdicts(patience);
    return pending.isEmpty() ? new Outcome.Settled() : new Outcome.Unsettled(pending);
  }

  /** The versions that count for records of the present and are not open, each with what the latest try has failed with. Such records wait. */
  public Map<VersionId, Optional<Rejection>> missing() {
    return state.missing();
  }

  /** All versions that have been accepted, by slot, each with its latest state. */
  public List<ModelReport> versions() {
    return state.versions();
  }

  /** What all open models hold outside the heap. */
  public long residentBytes() {
    return state.residentBytes();
  }

  /** How many claims on models there are. */
  public int holds() {
    return state.holds();
  }

  /** How often the live version of a slot has changed. */
  public long swaps() {
    return state.swaps();
  }

  /** The latest change of a live version. */
  public Optional<Swap> lastSwap() {
    return state.lastSwap();
  }

  /** How many versions have been rejected, by reason. */
  public Map<RejectionCode, Long> rejections() {
    return state.rejections();
  }

  /**
   * Ends all work and frees all models, also those that are held. Waits for a model that is just being opened, and for texts that are being classified.
   * Closing twice does nothing.
   */
  @Override
  public void close() {
    state.close();
    ticks.shutdownNow();
    preparer.close();
    state.takeAll().forEach(resident -> resident.classifier().close());
    try {
      staging.close();
    } catch (final IOException failure) {
      LOG.atWarn().setCause(failure).log("the staging folder was not removed");
    }
  }

  /** The view of one slot. */
  private record Models(RolloutState state, SlotState slot) implements SlotModels {
    @Override
    public Plan plan() {
      return slot.plan();
    }

    @Override
    public Plan awaitChange(final Plan seen, final Duration patience) throws InterruptedException {
      return state.awaitChange(slot, seen, patience);
    }

    @Override
    public Acquisition acquire(final Entry entry, final Duration patience) throws InterruptedException {
      return state.acquire(slot, entry, patience);
    }
  }
}
