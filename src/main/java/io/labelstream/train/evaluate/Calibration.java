package io.labelstream.train.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The agreement between the probabilities of labels and the share of texts for which they are right. The confidence in a text is the probability of its best
 * label, and the text counts as right when that is one of its labels, however many it has.
 *
 * @param meaning the kind of probabilities that a text gets
 * @param bins of equal width over the confidences from 0 to 1
 * @param expectedError the expected calibration error: the distance between the share of right texts and the mean confidence in each bin, weighted by the
 *     number of its texts
 * @param losses the distances of all probabilities from the truth; empty for a model with more than {@link #MOST_LABELS} labels
 * @param temperature the number that the logarithms of the probabilities should be divided by; empty unless probabilities are of {@link Meaning#ONE_OF_ALL},
 *     each text has one label, and there are at most 8 million probabilities
 */
public record Calibration(
    Meaning meaning, List<Bin> bins, double expectedError, Optional<Losses> losses, Optional<Temperature> temperature) {
  /** The number of bins. */
  public static final int BINS = 15;
  /** The most labels of a model whose probabilities are all measured. */
  public static final int MOST_LABELS = 2048;

  public Calibration {
    Objects.requireNonNull(meaning);
    bins = List.copyOf(bins);
    Objects.requireNonNull(losses);
    Objects.requireNonNull(temperature);
  }

  /** The kind of probabilities that a text gets. */
  public enum Meaning {
    /** They add up to 1, as with softmax. Each label of a text with several counts as an equal share of 1. */
    ONE_OF_ALL,
    /** Each label has its own, as with one-versus-all and negative sampling. */
    EACH_BY_ITSELF
  }

  /**
   * Texts with similar confidence.
   *
   * @param texts the number of texts
   * @param confidence their mean confidence
   * @param right the share of them whose best label is right
   */
  public record Bin(long texts, double confidence, double right) {}

  /**
   * Means over the texts. For {@link Meaning#EACH_BY_ITSELF}, each label is a yes or no of its own, and these are means over the labels as well.
   *
   * @param logLoss the negative natural logarithm of the probability given to the truth, which counts as at least 1e-7
   * @param brier the squared distances of all probabilities from the truth, added up
   */
  public record Losses(double logLoss, double brier) {}
}
