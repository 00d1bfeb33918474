package io.labelstream.train.evaluate;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongComparators;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Measures how long classifiers take for a text, in the calling thread.
 *
 * <p>After a warm-up, during which code is compiled, there are several rounds. In each of them all classifiers get the same texts, one classifier after the
 * other, so that a disturbance of the machine meets all of them; medians over the rounds leave short disturbances out.
 */
public final class SpeedMeter {
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** On a busy machine, code is still being compiled after the least time, and some more texts are classified before anything is measured. */
  private static final long LONGEST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int WARM_UP_TEXTS = 10_000;
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LEAST_ROUNDS = 11;
  private static final int TEXTS_A_ROUND = 1_000;

  private SpeedMeter() {}

  /**
   * The speed of a classifier.
   *
   * @param texts at least one
   */
  public static Speed measure(final TextClassifier classifier, final TextSample texts, final EvaluationSettings settings) {
    return measure(List.of(classifier), texts, settings).getFirst();
  }

  /**
   * The speed of each classifier.
   *
   * @param texts at least one
   */
  public static List<Speed> measure(final List<TextClassifier> classifiers, final TextSample texts, final EvaluationSettings settings) {
    final List<byte[]> shuffled = texts.shuffled();
    final int size = Math.min(TEXTS_A_ROUND, shuffled.size());
    final List<Rounds> all = classifiers.stream().map(classifier -> new Rounds(classifier, settings)).toList();
    all.forEach(rounds -> rounds.warmUp(shuffled));
    int from = 0;
    for (int round = 0; round < LEAST_ROUNDS || all.stream().anyMatch(rounds -> rounds.nanos < LEAST_NANOS); round++) {
      final int start = from;
      final List<byte[]> window = IntStream.range(start, start + size).mapToObj(at -> shuffled.get(at % shuffled.size())).toList();
      all.forEach(rounds -> rounds.measure(window));
      from = (start + size) % shuffled.size();
    }
    return all.stream().map(Rounds::speed).toList();
  }

  /** The rounds of one classifier. */
  private static final class Rounds {
    private static final double NANOS_A_SECOND = 1e9;
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final ClassifierSession session;
    private final Predictions predictions;
    private final Histogram round = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    /** Nanoseconds, one figure for each round. */
    private final LongArrayList means = new LongArrayList();
    private final LongArrayList p50 = new LongArrayList();
    private final LongArrayList p95 = new LongArrayList();
    private final LongArrayList p99 = new LongArrayList();
    private long nanos;
    private long texts;
    private long bytes;

    Rounds(final TextClassifier classifier, final EvaluationSettings settings) {
      session = classifier.newSession();
      predictions = classifier.newPredictions(settings.top(), settings.threshold());
    }

    void warmUp(final List<byte[]> sample) {
      final long start = System.nanoTime();
      long elapsed = 0;
      for (int at = 0; elapsed < WARM_UP_NANOS || at < WARM_UP_TEXTS && elapsed < LONGEST_WARM_UP_NANOS; at++) {
        classify(sample.get(at % sample.size()));
        elapsed = System.nanoTime() - start;
      }
    }

    void measure(final List<byte[]> window) {
      round.reset();
      final long before = nanos;
      for (final byte[] text : window) {
        final long start = System.nanoTime();
        classify(text);
        final long took = System.nanoTime() - start;
        round.recordValue(Math.min(took, LONGEST));
        nanos += took;
        bytes += text.length;
      }
      texts += window.size();
      means.add(Math.max((nanos - before) / window.size(), 1));
      p50.add(round.getValueAtPercentile(50));
      p95.add(round.getValueAtPercentile(95));
      p99.add(round.getValueAtPercentile(99));
    }

    private void classify(final byte[] text) {
      session.classify(text, 0, text.length, predictions);
    }

    Speed speed() {
      final double textsPerSecond = NANOS_A_SECOND / median(means);
      return new Speed(
          textsPerSecond, textsPerSecond * bytes / texts, Duration.ofNanos(median(p50)), Duration.ofNanos(median(p95)), Duration.ofNanos(median(p99)));
    }

    private static long median(final LongArrayList figures) {
      figures.sort(LongComparators.NATURAL_COMPARATOR);
      return figures.getLong(figures.size() / 2);
    }
  }
}
