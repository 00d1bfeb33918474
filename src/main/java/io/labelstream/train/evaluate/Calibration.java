package io.labelstream.train.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether labels are right as often as their probabilities say. The confidence in a text is the probability of its best label, and the text counts as right
 * when that is one of its labels, however many it has.
 *
 * @param meaning what the probabilities of a text are
 * @param bins of equal width over the confidences from 0 to 1
 * @param expectedError the expected calibration error: the distance of right texts and confidence in each bin, weighted by the texts in it
 * @param losses how far all probabilities are from the truth; empty for a model with more than {@link #MOST_LABELS} labels
 * @param temperature what the logarithms of the probabilities should be divided by; empty unless probabilities are of {@link Meaning#ONE_OF_ALL}, each text
 *     has one label, and there are at most 8 million probabilities
 */
public record Calibration(
    Meaning meaning, List<Bin> bins, double expectedError, Optional<Losses> losses, Optional<Temperature> temperature) {
  /** How many bins. */
  public static final int BINS = 15;
  /** The most labels of a model for which all probabilities of each text are looked at. */
  public static final int MOST_LABELS = 2048;

  public Calibration {
    Objects.requireNonNull(meaning);
    bins = List.copyOf(bins);
    Objects.requireNonNull(losses);
    Objects.requireNonNull(temperature);
  }

  /** What the probabilities of a text are. */
  public enum Meaning {
    /** They add up to 1, as of softmax. A text with several labels is taken to have each with the same part of 1. */
    ONE_OF_ALL,
    /** Each label has its own, as of one-versus-all and negative sampling. */
    EACH_BY_ITSELF
  }

  /**
   * Texts with similar confidence.
   *
   * @param texts how many
   * @param confidence their mean confidence
   * @param right the share of them whose best label is right
   */
  public record Bin(long texts, double confidence, double right) {}

  /**
   * Means over the texts. For {@link Meaning#EACH_BY_ITSELF} they are of each label's yes or no, and means over the labels as well.
   *
   * @param logLoss the negative natural logarithm of what the truth was given, which counts as no less than 1e-7
   * @param brier the squared distances of all probabilities from the truth, added up
   */
  public record Losses(double logLoss, double brier) {}
}
