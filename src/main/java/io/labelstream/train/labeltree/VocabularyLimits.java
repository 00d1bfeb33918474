package io.labelstream.train.labeltree;

/**
 * The terms and labels of texts that are learned.
 *
 * @param minTexts the fewest texts of a term, at least 1
 * @param minLabelTexts the fewest texts of a label, at least 1
 * @param mostTerms the most terms, at least 1: those of the most texts, and of these with equally many those with the least keys
 */
public record VocabularyLimits(int minTexts, int minLabelTexts, int mostTerms) {
  public VocabularyLimits {
    if (minTexts < 1 || minLabelTexts < 1 || mostTerms < 1) {
      throw new IllegalArgumentException(
          "minTexts=" + minTexts + ", minLabelTexts=" + minLabelTexts + " and mostTerms=" + mostTerms + " must be at least 1");
    }
  }
}
