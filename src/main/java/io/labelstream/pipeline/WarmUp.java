package io.labelstream.pipeline;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.Predictions;
import io.labelstream.rollout.Acquisition;
import io.labelstream.rollout.Hold;
import io.labelstream.rollout.MadeUpTexts;
import io.labelstream.rollout.control.Entry;
import io.labelstream.topology.internal.ModelSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies made-up texts in the background while an instance joins its group, so that the code is compiled when the first records come: until then a
 * text can take milliseconds, above all with vector instructions, which are emulated in code that is not compiled.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /**
   * Starts a thread of low priority that ends by itself.
   *
   * @param most how long it may take
   * @param stopping ends it early when it has counted down to 0; so does closing a model
   */
  static Thread start(final List<ModelSlot> slots, final Duration most, final CountDownLatch stopping) {
    final Thread thread = new Thread(() -> run(slots, System.nanoTime() + most.toNanos(), stopping), "labelstream-warm-up");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
    return thread;
  }

  private static void run(final List<ModelSlot> slots, final long deadline, final CountDownLatch stopping) {
    final List<Hold> holds = new ArrayList<>();
    try {
      for (final ModelSlot slot : slots) {
        hold(slot).ifPresent(holds::add);
      }
      classify(holds.stream().map(hold -> hold.classifier().newSession()).toList(), deadline, stopping);
    } catch (final ModelClosedException closed) {
      LOG.atDebug().log("warm-up ended with the pipeline");
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      holds.forEach(Hold::release);
    }
  }

  /** The model that a record of this moment would get, if it is open. */
  private static Optional<Hold> hold(final ModelSlot slot) throws InterruptedException {
    final Optional<Entry> live = slot.models().plan().timeline().at(System.currentTimeMillis()).live();
    return live.isPresent() && slot.models().acquire(live.get(), Duration.ZERO) instanceof Acquisition.Held(final Hold hold)
        ? Optional.of(hold)
        : Optional.empty();
  }

  private static void classify(final List<ClassifierSession> sessions, final long deadline, final CountDownLatch stopping) {
    final List<byte[]> texts = MadeUpTexts.utf8();
    final Predictions predictions = new Predictions(1, 0f);
    while (!sessions.isEmpty() && System.nanoTime() < deadline) {
      for (final byte[] text : texts) {
        for (final ClassifierSession session : sessions) {
          if (stopping.getCount() == 0) {
            return;
          }
          session.classify(text, 0, text.length, predictions);
        }
      }
    }
  }
}
