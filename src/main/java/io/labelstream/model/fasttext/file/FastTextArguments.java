package io.labelstream.model.fasttext.file;

/**
 * The training arguments of a fastText file that shape predictions or are worth showing.
 *
 * @param dimensions the width of a row of both matrices
 * @param epochs the number of passes over the training data
 * @param minimalCount the least number of occurrences of a word
 * @param wordNgrams the longest word n-gram that is a feature; 1 for none
 * @param loss the loss, which decides how scores become probabilities
 * @param buckets the number of rows that word and character n-grams are hashed into
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

  /** True if words are also represented by their character n-grams. */
  public boolean hasSubwords() {
    return longestSubword > 0;
  }
}
