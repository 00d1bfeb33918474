package io.labelstream.rollout;

import io.labelstream.model.ModelClosedException;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.artifact.Staging;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one instance: prepares each version that is announced, shows stream tasks which versions count, and frees what nobody needs. Thread-safe.
 *
 * <p><b>When versions are prepared.</b> {@link RolloutPlanner} decides the next steps. The need for versions can be told only when all of the control topic
 * has been read. So until {@link #confirm} is called for the first time, nothing is fetched.
 *
 * <p><b>Threads.</b> Everything is decided, and models are closed, on one thread, {@code labelstream-rollout}, where nothing takes long. Artefacts are
 * fetched on virtual threads; models are verified, opened and proved on another thread, {@code labelstream-rollout-models}. {@link SlotModels#plan}, taking a
 * hold on an open model, and releasing it wait for no thread. {@link SlotModels#acquire} of a model that is not open, {@link SlotModels#awaitChange},
 * {@link #awaitSettled} and {@link #close} may wait for all of them; all other methods wait for the first one only.
 *
 * <p><b>Memory.</b> A model is open once, however many versions and slots have its digest. It is closed when no version that uses it has been needed or
 * held for the linger, or earlier, least recently used first, when another one needs the room. A model that is held is never closed before
 * {@link #close}. Base versions are opened in any case, and count against the budget.
 *
 * <p><b>Failures.</b> The control log alone decides whether a version counts. An instance that cannot take an announcement objects to it in the log, so that it
 * counts for all instances or for none. A version that counts and cannot be opened here is tried again; its records wait.
 */
public final class Rollout implements RolloutControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final EngineThread thread = new EngineThread();
  private final RolloutEngine engine;
  private final Preparation preparation;
  private final ThreadedPreparer preparer;
  private final Staging staging;
  private final Map<String, SlotModels> slots = new LinkedHashMap<>();

  private Rollout(
      final RolloutSettings settings,
      final Map<String, Optional<BaseModel>> slots,
      final Map<String, ArtifactSource> sources,
      final Judge judge,
      final StatusSink sink,
      final InstantSource clock) {
    this.engine = new RolloutEngine(settings, slots.keySet(), judge, new StatusReports(sink), clock);
    this.staging = new Staging(settings.staging());
    this.preparation = new Preparation(settings.modelOptions(), settings.maxModelBytes(), sources, staging);
    this.preparer = new ThreadedPreparer(thread, engine, preparation, settings);
    slots.keySet().forEach(slot -> this.slots.put(slot, new Models(engine.slot(slot))));
    engine.onLastRelease((version, at) -> thread.post(() -> engine.released(version, at)));
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
   * @param sources the readers of artefacts, by the scheme of their locations in lower case, such as {@code file}
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
          rollout.openBase(slot.getKey(), slot.getValue().get(), settings.vectorSlots());
        }
      }
      rollout.tell(() -> rollout.engine.start(rollout.preparer));
      rollout.thread.repeat(rollout.engine::tick, TICK);
      return rollout;
    } catch (final IOException | ModelRefusedException | RuntimeException | Error failure) {
      rollout.close();
      throw failure;
    }
  }

  private void openBase(final String slot, final BaseModel base, final Set<String> vectorSlots) throws IOException, ModelRefusedException {
    final StepTimes steps = new StepTimes();
    try (FileChannel channel = FileChannel.open(base.path())) {
      final long verifying = System.nanoTime();
      final String sha256 = Sha256.of(channel);
      steps.end(ModelState.VERIFIED, verifying);
      final Optional<Resident> open = thread.ask(() -> engine.resident(sha256));
      final Resident resident = open.isPresent() ? open.get() : new Resident(sha256, preparation.openBase(channel, steps));
      try {
        if (vectorSlots.contains(slot) && resident.classifier().vectorDimensions().isEmpty()) {
          throw new ModelRefusedException(ModelDefect.NO_VECTORS, Preparation.lackOfVectors(slot, resident.classifier()));
        }
        final Entry entry =
            BaseModel.entry(slot, base.id(sha256), resident.family(), base.path().toAbsolutePath().toUri().toString(), channel.size());
        tell(() -> engine.addBase(slot, entry, base, resident, steps));
      } catch (final ModelRefusedException | RuntimeException failure) {
        if (open.isEmpty()) {
          resident.classifier().close();
        }
        throw failure;
      }
    }
  }

  private void tell(final Runnable event) {
    thread.ask(() -> {
      event.run();
      return true;
    });
  }

  /** The entries of the base versions by slot; empty for a slot without one. */
  public Map<String, Optional<Entry>> baseEntries() {
    return thread.ask(() -> engine.overview().baseEntries());
  }

  /**
   * The models of a slot.
   *
   * @throws IllegalArgumentException if there is no such slot
   */
  public SlotModels slot(final String name) {
    return slots.get(engine.slot(name).name());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an entry is of a slot that does not exist
   */
  @Override
  public void accept(final Collection<Entry> entries, final Collection<Verdict> verdicts) {
    tell(() -> engine.accept(entries, verdicts));
  }

  @Override
  public void confirm(final long confirmedUntil) {
    tell(() -> engine.confirm(confirmedUntil));
  }

  /**
   * Waits until every version that records from now on can need is open, or has failed.
   *
   * @param patience the longest wait
   */
  public Outcome awaitSettled(final Duration patience) throws InterruptedException {
    await(() -> engine.overview().pending().isEmpty(), patience);
    final List<VersionId> pending = thread.ask(() -> engine.overview().pending());
    return pending.isEmpty() ? new Outcome.Settled() : new Outcome.Unsettled(pending);
  }

  /** The versions that count for records of the present and are not open, each with the reason why the latest try failed, if it did. Such records wait. */
  public Map<VersionId, Optional<Rejection>> missing() {
    return thread.ask(() -> engine.overview().missing());
  }

  /** All versions that have been accepted, by slot, each with its latest state. */
  public List<ModelReport> versions() {
    return thread.ask(() -> engine.overview().versions());
  }

  /** The bytes that all open models hold outside the heap. */
  public long residentBytes() {
    return thread.ask(() -> engine.overview().residentBytes());
  }

  /** The number of holds of tasks on models. */
  public int holds() {
    return thread.ask(() -> engine.overview().holds());
  }

  /** The number of times that the live version of a slot has changed. */
  public long swaps() {
    return thread.ask(() -> engine.swaps().count());
  }

  /** The latest change of a live version. */
  public Optional<Swap> lastSwap() {
    return thread.ask(() -> engine.swaps().last());
  }

  /** The number of rejected versions, by reason. */
  public Map<RejectionCode, Long> rejections() {
    return thread.ask(engine::rejections);
  }

  /**
   * Ends all work and frees all models, those that are held included. Waits for a model that is being opened, and for texts that are being classified.
   * Closing twice does nothing.
   */
  @Override
  public void close() {
    tell(engine::close);
    preparer.close();
    tell(engine::free);
    thread.end();
    try {
      staging.close();
    } catch (final IOException failure) {
      LOG.atWarn().setCause(failure).log("the staging folder was not removed");
    }
  }

  private void await(final BooleanSupplier condition, final Duration patience) throws InterruptedException {
    thread.await(() -> engine.isClosed() || condition.getAsBoolean(), patience);
  }

  /** The view of one slot. */
  private final class Models implements SlotModels {
    private final SlotState slot;

    private Models(final SlotState slot) {
      this.slot = slot;
    }

    @Override
    public Plan plan() {
      return slot.plan();
    }

    @Override
    public Plan awaitChange(final Plan seen, final Duration patience) throws InterruptedException {
      if (slot.plan() == seen) {
        await(() -> slot.plan() != seen, patience);
      }
      return slot.plan();
    }

    @Override
    public Acquisition acquire(final Entry entry, final Duration patience) throws InterruptedException {
      final Acquisition now = acquired(entry);
      if (now instanceof Acquisition.Held) {
        return now;
      }
      if (patience.isZero()) {
        thread.post(() -> engine.want(slot, entry));
        return now;
      }
      tell(() -> engine.beginWait(slot, entry));
      try {
        await(() -> engine.isWaitOver(slot, entry), patience);
        return acquired(entry);
      } finally {
        thread.post(() -> engine.endWait(slot, entry));
      }
    }

    private Acquisition acquired(final Entry entry) {
      if (engine.isClosed()) {
        throw new ModelClosedException();
      }
      return slot.acquire(entry.id());
    }
  }
}
