package io.labelstream.train.evaluate;

import java.util.Objects;
import java.util.Optional;

/**
 * The quality of the first labels of each text, as the Extreme Classification Repository measures it. Unlike in a {@link Score}, each text with a label counts,
 * and so do labels that the model does not have; a text that gets fewer labels than it might has wrong ones in their places.
 *
 * @param k the number of labels of a text that count
 * @param precision the right ones among these, divided by {@code k}; the mean of the texts
 * @param recall the right ones among these, divided by the number of labels that the text has; the mean of the texts
 * @param ndcg the right ones among these, each weighted by the inverse of the logarithm of its rank plus 1, divided by the most that is possible for the text;
 *     the mean of the texts
 * @param psp propensity-scored precision: the right ones among these, each weighted by the inverse of its propensity, so that rare labels count more; the sum of
 *     the texts divided by the most that is possible. Empty if the frequencies of labels in training are not known
 */
public record Ranking(int k, double precision, double recall, double ndcg, Optional<Double> psp) {
  public Ranking {
    Objects.requireNonNull(psp);
  }
}
