package io.labelstream.bench;

import io.labelstream.model.ModelClosedException;
import io.labelstream.topology.Classification;
import io.labelstream.topology.LocalTask;
import io.labelstream.topology.ModelPendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Does the work of a stream thread without pause: takes a text, labels and encodes it, and checks its models at regular times. */
final class LoadThread implements Runnable {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  private final Classification classification;
  private final List<byte[]> texts;
  private final Duration timeBetweenLooks;
  private final int first;
  private final Mishaps mishaps;
  private final LoadLog log = new LoadLog();
  private volatile boolean stopped;

  /**
   * Mishaps that a change of models must not cause.
   *
   * @param closed texts that found their model closed
   * @param pending texts that waited too long for their model
   */
  record Mishaps(LongAdder closed, LongAdder pending) {
    Mishaps() {
      this(new LongAdder(), new LongAdder());
    }
  }

  /** @param first the text to begin with */
  LoadThread(final Classification classification, final List<byte[]> texts, final Duration timeBetweenLooks, final int first, final Mishaps mishaps) {
    this.classification = classification;
    this.texts = texts;
    this.timeBetweenLooks = timeBetweenLooks;
    this.first = first;
    this.mishaps = mishaps;
  }

  LoadLog log() {
    return log;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try (LocalTask task = LocalTask.open(classification)) {
      long lastLook = System.nanoTime();
      for (int next = first; !stopped; next = next + 1 < texts.size() ? next + 1 : 0) {
        final long timestamp = System.currentTimeMillis();
        final long start = System.nanoTime();
        process(task, texts.get(next), timestamp);
        final long end = System.nanoTime();
        log.add(timestamp, end - start);
        if (end - lastLook >= timeBetweenLooks.toNanos()) {
          task.refresh();
          lastLook = end;
        }
      }
    }
  }

  private void process(final LocalTask task, final byte[] text, final long timestamp) {
    try {
      task.process(text, KEY, timestamp);
    } catch (final ModelClosedException closed) {
      mishaps.closed().increment();
    } catch (final ModelPendingException pending) {
      mishaps.pending().increment();
    }
  }
}
