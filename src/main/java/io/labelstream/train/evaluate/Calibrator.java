package io.labelstream.train.evaluate;

import io.labelstream.model.Predictions;
import io.labelstream.train.evaluate.Calibration.Bin;
import io.labelstream.train.evaluate.Calibration.Losses;
import io.labelstream.train.evaluate.Calibration.Meaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Gathers the figures of a {@link Calibration}. Not thread-safe. */
final class Calibrator {
  /** The number that the reference adds to each probability. */
  private static final float SCORE_RAISE = 1e-5f;

  private static final double LEAST_PROBABILITY = 1e-7;
  private static final int FEWEST_KEPT = 64;
  private static final int MOST_KEPT = 1 << 23;

  private final Meaning meaning;
  private final int labels;
  private final boolean complete;
  private final float[] probabilities;
  private final long[] texts = new long[Calibration.BINS];
  private final long[] right = new long[Calibration.BINS];
  private final double[] confidences = new double[Calibration.BINS];
  private float[] kept = new float[0];
  private int[] known = new int[0];
  private int keptTexts;
  private boolean fits;
  private long all;
  private double logLoss;
  private double brier;

  /** @param labels the number of labels of the model */
  Calibrator(final Meaning meaning, final int labels) {
    this.meaning = meaning;
    this.labels = labels;
    this.complete = labels <= Calibration.MOST_LABELS;
    this.probabilities = new float[complete ? labels : 0];
    this.fits = complete && meaning == Meaning.ONE_OF_ALL;
  }

  /** The capacity that the predictions of a text must have. */
  int places() {
    return complete ? labels : 1;
  }

  /**
   * Adds a text.
   *
   * @param best the id of the label that counts as the best
   * @param score its score
   * @param predictions at least one, and as many as {@link #places()}
   * @param truth the ids of its labels, at least one
   */
  void add(final int best, final float score, final Predictions predictions, final int[] truth) {
    all++;
    final double confidence = probability(score);
    final int bin = Math.min((int) (confidence * Calibration.BINS), Calibration.BINS - 1);
    texts[bin]++;
    confidences[bin] += confidence;
    right[bin] += contains(truth, best) ? 1 : 0;
    if (complete) {
      Arrays.fill(probabilities, 0f);
      for (int rank = 0; rank < predictions.count(); rank++) {
        probabilities[predictions.label(rank)] = probability(predictions.score(rank));
      }
      switch (meaning) {
        case ONE_OF_ALL -> addShares(truth);
        case EACH_BY_ITSELF -> addDecisions(truth);
      }
      keep(truth);
    }
  }

  private void addShares(final int[] truth) {
    final double share = 1.0 / truth.length;
    double squares = 0;
    for (final float probability : probabilities) {
      squares += (double) probability * probability;
    }
    for (final int label : truth) {
      logLoss -= share * Math.log(Math.max(probabilities[label], LEAST_PROBABILITY));
      squares += (probabilities[label] - share) * (probabilities[label] - share) - (double) probabilities[label] * probabilities[label];
    }
    brier += squares;
  }

  private void addDecisions(final int[] truth) {
    double loss = 0;
    double squares = 0;
    for (int label = 0; label < labels; label++) {
      final double given = contains(truth, label) ? probabilities[label] : 1.0 - probabilities[label];
      loss -= Math.log(Math.max(given, LEAST_PROBABILITY));
      squares += (1 - given) * (1 - given);
    }
    logLoss += loss / labels;
    brier += squares / labels;
  }

  private void keep(final int[] truth) {
    if (!fits) {
      return;
    }
    fits = truth.length == 1 && (long) (keptTexts + 1) * labels <= MOST_KEPT;
    if (!fits) {
      kept = new float[0];
      return;
    }
    if (known.length == keptTexts) {
      known = Arrays.copyOf(known, Math.min(Math.max(2 * keptTexts, FEWEST_KEPT), MOST_KEPT / labels));
      kept = Arrays.copyOf(kept, known.length * labels);
    }
    System.arraycopy(probabilities, 0, kept, keptTexts * labels, labels);
    known[keptTexts++] = truth[0];
  }

  /** The gathered figures; empty if no text was added. */
  Optional<Calibration> calibration() {
    if (all == 0) {
      return Optional.empty();
    }
    final List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < Calibration.BINS; bin++) {
      bins.add(texts[bin] == 0 ? new Bin(0, 0, 0) : new Bin(texts[bin], confidences[bin] / texts[bin], (double) right[bin] / texts[bin]));
      error += Math.abs(confidences[bin] - right[bin]) / all;
    }
    return Optional.of(new Calibration(
        meaning,
        bins,
        error,
        complete ? Optional.of(new Losses(logLoss / all, brier / all)) : Optional.empty(),
        fits ? Optional.of(Temperature.fit(kept, labels, Arrays.copyOf(known, keptTexts))) : Optional.empty()));
  }

  private static float probability(final float score) {
    return Math.clamp(score - SCORE_RAISE, 0f, 1f);
  }

  private static boolean contains(final int[] ids, final int id) {
    for (final int each : ids) {
      if (each == id) {
        return true;
      }
    }
    return false;
  }
}
