package io.labelstream.train.ensemble;

import io.labelstream.model.ensemble.Combination;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Adds up the quality of the labels that texts get, best first, among those that members name. Not thread-safe.
 *
 * <p>Precision is as in the Extreme Classification Repository: of the first k labels, the share that is right. The calibration error is the distance between the
 * score of the best label and the share of texts for which it is right, in {@value #BINS} bins of scores.
 */
final class Quality {
  static final int[] RANKS = {1, 3, 5};
  private static final int BINS = 15;
  private static final double PERCENT = 100;

  private final long[] right = new long[RANKS.length];
  private final double[] confidence = new double[BINS];
  private final long[] best = new long[BINS];
  private long texts;

  /** A score of a label of a text by its place; not a number if it gets none. */
  @FunctionalInterface
  interface Scoring {
    float at(ScoredText text, int place);
  }

  /** The scores of a member alone. */
  static Scoring ofMember(final int member) {
    return (text, place) -> text.scores()[member][place];
  }

  /** The scores of an ensemble. */
  static Scoring of(final Combination combination) {
    return (text, place) -> combination.mean().at(CombinationFit.sum(combination, text, place));
  }

  /** Adds a text with the labels that {@code scoring} gives it. */
  void add(final ScoredText text, final Scoring scoring) {
    final float[] scores = new float[text.labels().length];
    for (int place = 0; place < scores.length; place++) {
      scores[place] = scoring.at(text, place);
    }
    final List<Integer> ranked = IntStream.range(0, scores.length).filter(place -> !Float.isNaN(scores[place])).boxed()
        .sorted(Comparator.comparingDouble((Integer place) -> -scores[place]).thenComparingInt(place -> text.labels()[place])).toList();
    texts++;
    for (int at = 0; at < RANKS.length; at++) {
      right[at] += ranked.stream().limit(RANKS[at]).filter(place -> text.right()[place]).count();
    }
    if (!ranked.isEmpty()) {
      final float score = Math.clamp(scores[ranked.getFirst()], 0f, 1f);
      final int bin = Math.min((int) (score * BINS), BINS - 1);
      confidence[bin] += score;
      best[bin] += text.right()[ranked.getFirst()] ? 1 : 0;
    }
  }

  /** The precision at each of {@link #RANKS}, from 0 to 1. */
  double[] precisions() {
    return IntStream.range(0, RANKS.length).mapToDouble(at -> texts == 0 ? 0 : (double) right[at] / texts / RANKS[at]).toArray();
  }

  /** The expected calibration error, from 0 to 1. */
  double calibrationError() {
    return texts == 0 ? 0 : IntStream.range(0, BINS).mapToDouble(bin -> Math.abs(confidence[bin] - best[bin])).sum() / texts;
  }

  /** The precisions in per cent. */
  String inWords() {
    return Arrays.stream(precisions()).mapToObj(precision -> String.format(Locale.ROOT, "%.1f", PERCENT * precision)).collect(Collectors.joining("/"));
  }
}
