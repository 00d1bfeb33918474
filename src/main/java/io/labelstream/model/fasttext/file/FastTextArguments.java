package io.labelstream.model.fasttext.file;

/**
 * The training arguments a fastText file records, as far as they shape predictions, and those worth showing.
 *
 * @param dimensions the width of a row of both matrices
 * @param epochs how often the training data were seen
 * @param minimalCount how often a word had to occur
 * @param wordNgrams the longest word n-gram that is a feature; 1 for none
 * @param loss how scores become probabilities
 * @param buckets how many rows word and character n-grams are hashed into
 * @param shortestSubword the shortest character n-gram in code points
 * @param longestSubword the longest character n-gram in code points; 0 for none
 */
public record FastTextArguments(
    int dimensions,
    int epochs,
    int minimalCount,
    int wordNgrams,
    FastTextLoss loss,
    int buckets,
    int shortestSubword,
    int longestSubword) {

  /** Whether words are also represented by their character n-grams. */
  public boolean hasSubwords() {
    return longestSubword > 0;
  }
}
