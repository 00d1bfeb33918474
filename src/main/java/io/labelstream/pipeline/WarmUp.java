package io.labelstream.pipeline;

import io.labelstream.model.ModelClosedException;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.Acquisition;
import io.labelstream.rollout.Hold;
import io.labelstream.rollout.MadeUpTexts;
import io.labelstream.rollout.SampleTexts;
import io.labelstream.rollout.control.Entry;
import io.labelstream.topology.Classification;
import io.labelstream.topology.LocalTask;
import io.labelstream.topology.PipelineStats;
import io.labelstream.topology.Slot;
import io.labelstream.topology.UnclassifiableRecordException;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a stream task's work on values that are made up, before the first record: decodes them, classifies them by the models that records of this moment would
 * get, and encodes their labels, as configured. Code that is not compiled takes a hundred times as long for a record, so an instance that began with records
 * would be seconds behind before it could keep up.
 *
 * <p>The texts are the golden samples of the configured models, and texts that are made of words that the models know. Nothing is counted, written or
 * registered.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  /** How often it is looked whether the pipeline is being closed, which must not wait for a slow text. */
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int FEWEST_RECORDS = 20_000;
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  /** Code is compiled more than once, and each time takes a while to show. */
  private static final int WINDOWS_WITHOUT_GAIN = 2;
  private static final double GAIN = 1.05;

  private final List<SlotConfig> slots;
  private final Classification classification;
  private final WireSetup wire;

  /** @param classification the work of the stream tasks */
  WarmUp(final PipelineConfig config, final Classification classification, final WireSetup wire) {
    this.slots = config.slots();
    this.classification = classification;
    this.wire = wire;
  }

  /**
   * Returns when the code is warm. Whatever fails only shows in the log: records will tell.
   *
   * @param most how long it may take
   * @param stopping ends it early when it has counted down to 0; so does closing a model
   */
  void run(final Duration most, final CountDownLatch stopping) throws InterruptedException {
    final long start = System.nanoTime();
    // A thread of its own: a text that takes long must not keep the streams from starting.
    final Thread thread = Thread.ofPlatform().name("labelstream-warm-up").daemon().start(() -> process(start + most.toNanos(), stopping));
    while (thread.isAlive() && stopping.getCount() > 0 && System.nanoTime() - start < most.toNanos()) {
      thread.join(LOOK);
    }
    LOG.atInfo().addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).log("warmed up");
  }

  private void process(final long deadline, final CountDownLatch stopping) {
    try (LocalTask task = LocalTask.open(harmless())) {
      processUntilSteady(task, texts().stream().map(wire::madeUpValue).toList(), deadline, stopping);
    } catch (final ModelClosedException closed) {
      LOG.atDebug().log("warm-up ended with the pipeline");
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (final RuntimeException | Error failure) {
      LOG.atDebug().setCause(failure).log("warm-up failed");
    }
  }

  private static void processUntilSteady(final LocalTask task, final List<byte[]> values, final long deadline, final CountDownLatch stopping) {
    int records = 0;
    int most = 0;
    int windowsWithoutGain = 0;
    while (records < FEWEST_RECORDS || windowsWithoutGain < WINDOWS_WITHOUT_GAIN) {
      final long end = System.nanoTime() + WINDOW_NANOS;
      final int before = records;
      while (System.nanoTime() < end) {
        if (System.nanoTime() > deadline || stopping.getCount() == 0) {
          return;
        }
        process(task, values.get(records++ % values.size()));
      }
      windowsWithoutGain = records - before < GAIN * most ? windowsWithoutGain + 1 : 0;
      most = Math.max(most, records - before);
    }
  }

  private static void process(final LocalTask task, final byte[] value) {
    try {
      task.process(value, null, System.currentTimeMillis());
    } catch (final UnclassifiableRecordException unfit) {
      // A golden sample may be longer than what this pipeline takes; the others will do.
    }
  }

  /** The same work without traces: no record waits, none is counted, every slot is due, shadow versions say nothing. */
  private Classification harmless() {
    final WireSetup madeUp = wire.madeUp();
    final List<Slot> unconditional = classification.slots().stream().map(WarmUp::impatient).toList();
    return new Classification(unconditional, madeUp.decoder(), madeUp.encoder(), classification.texts(), classification.maxOutputBytes(),
        classification.tombstones(), new PipelineStats(), Optional.empty());
  }

  private static Slot impatient(final Slot slot) {
    final ModelSlot one = ModelSlot.of(slot);
    final RolloutRules rules = one.rules();
    return new ModelSlot(one.name(), one.models(), new RolloutRules(rules.uncertain(), rules.lead(), Duration.ZERO, rules.clock()),
        one.top(), one.threshold(), one.vector(), one.vectorDimensions(), Optional.empty());
  }

  private List<byte[]> texts() throws InterruptedException {
    final List<byte[]> texts = new ArrayList<>();
    for (final SlotConfig slot : slots) {
      slot.model().map(SampleTexts::of).ifPresent(texts::addAll);
    }
    for (final Slot slot : classification.slots()) {
      texts.addAll(madeUp(ModelSlot.of(slot)));
    }
    return texts;
  }

  private static List<byte[]> madeUp(final ModelSlot slot) throws InterruptedException {
    final Optional<Entry> live = slot.models().plan().timeline().at(System.currentTimeMillis()).live();
    if (live.isEmpty() || !(slot.models().acquire(live.get(), Duration.ZERO) instanceof Acquisition.Held(final Hold hold))) {
      return List.of();
    }
    try {
      return MadeUpTexts.of(hold.classifier());
    } finally {
      hold.release();
    }
  }
}
