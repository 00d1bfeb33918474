package io.labelstream.bench;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures one model on one thread. */
public final class ModelBench {
  private static final int ROUNDS_A_SECOND = 4;
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** The time of a text by the clock, and by the processor, which is less where other processes need it too. */
  private record Round(double nanosPerText, double cpuNanosPerText) {}

  private ModelBench() {}

  /**
   * Opens a model, classifies the texts over and over for some seconds, and closes it.
   *
   * @param top the most labels for a text
   */
  public static ModelFigures run(final Path model, final BenchTexts texts, final ModelOptions options, final int top, final int seconds)
      throws IOException, ModelRefusedException {
    final double coldMillis = openAndClose(model, options);
    final double warmMillis = openAndClose(model, options);
    try (TextClassifier classifier = ModelLoader.open(model, options)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = classifier.newPredictions(top, 0f);
      round(session, predictions, texts.texts(), WARM_UP_NANOS);
      final List<Round> rounds = new ArrayList<>();
      for (int round = 0; round < seconds * ROUNDS_A_SECOND; round++) {
        rounds.add(round(session, predictions, texts.texts(), TimeUnit.SECONDS.toNanos(1) / ROUNDS_A_SECOND));
      }
      final ModelMemory memory = classifier.memory();
      return new ModelFigures(
          model.toString(), texts, Kernels.best().name(), coldMillis, warmMillis, rounds.size(), Spread.of(rounds, Round::nanosPerText),
          Spread.of(rounds, Round::cpuNanosPerText), memory);
    }
  }

  private static double openAndClose(final Path model, final ModelOptions options) throws IOException, ModelRefusedException {
    final long start = System.nanoTime();
    final TextClassifier classifier = ModelLoader.open(model, options);
    final double millis = (System.nanoTime() - start) / 1e6;
    classifier.close();
    return millis;
  }

  /** Classifies as many texts as the time allows, and all of them at least once. */
  private static Round round(final ClassifierSession session, final Predictions predictions, final List<byte[]> texts, final long least) {
    final long startCpu = THREADS.getCurrentThreadCpuTime();
    final long start = System.nanoTime();
    long classified = 0;
    long taken;
    do {
      for (final byte[] text : texts) {
        session.classify(text, 0, text.length, predictions);
      }
      classified += texts.size();
      taken = System.nanoTime() - start;
    } while (taken < least);
    return new Round((double) taken / classified, (double) (THREADS.getCurrentThreadCpuTime() - startCpu) / classified);
  }
}
