package io.labelstream.train.inception;

import io.labelstream.model.inception.Shortlist.Ranking;
import java.util.Locale;

/**
 * The measure of a network on texts that were not trained on.
 *
 * @param precisions by the better rule
 * @param ranking the better rule; of a network without a shortlist, the only one
 * @param recall the share of the texts' labels that are scored: 1 without a shortlist. Labels that no text to train on has do not count.
 */
public record Measure(Precisions precisions, Ranking ranking, double recall) {
  /** The recall of a shortlist, in words. */
  public String recallInWords() {
    return String.format(Locale.ROOT, "%.1f %%", 100 * recall);
  }
}
