package io.labelstream.train;

/**
 * The share of the labels of texts that a model scores, if it scores only some for a text: the most that it can find.
 *
 * @param labels the labels of the texts that the model has
 * @param scored those of them that it scores for their text
 * @param mean the labels that it scores for a text, as the mean of texts
 */
public record ShortlistRecall(long labels, long scored, double mean) {
  /** The share of labels that are scored; 0 if there are none. */
  public double share() {
    return labels == 0 ? 0 : (double) scored / labels;
  }
}
