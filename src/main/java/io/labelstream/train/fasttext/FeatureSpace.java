package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;

/**
 * Which features texts have, and the rows of a file that stand for them: a word's row is its place in the vocabulary, that of an n-gram the number of words
 * plus its bucket, or plus what the pruning index says of the bucket.
 *
 * @param wordNgrams the longest word n-gram that is a feature; 1 for none
 * @param shortestSubword the shortest character n-gram in code points
 * @param longestSubword the longest character n-gram in code points; 0 for none
 * @param buckets how many rows n-grams are hashed into, before any are pruned; where 0, n-grams are no features
 */
public record FeatureSpace(FastTextVocabulary vocabulary, int wordNgrams, int shortestSubword, int longestSubword, int buckets) {
  /** What the texts of labels start with in a model file. */
  public static final String LABEL_PREFIX = "__label__";

  public FeatureSpace {
    if (buckets < 0) {
      throw new IllegalArgumentException("buckets=" + buckets + " must not be negative");
    }
  }

  /** The features of a model, pruned or not. */
  public static FeatureSpace of(final FastTextFile model) {
    final FastTextArguments arguments = model.arguments();
    return new FeatureSpace(
        model.vocabulary(), arguments.wordNgrams(), arguments.shortestSubword(), arguments.longestSubword(), arguments.buckets());
  }

  /** How many rows the input matrix has. */
  public int rows() {
    return Math.addExact(vocabulary.words(), vocabulary.prune().rows(buckets));
  }

  /** Whether words, known or not, have character n-grams as features. */
  boolean hasSubwords() {
    return longestSubword > 0 && keepsNgrams();
  }

  /** Whether runs of words are features. */
  boolean hasWordNgrams() {
    return wordNgrams > 1 && keepsNgrams();
  }

  private boolean keepsNgrams() {
    return buckets > 0 && !(vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned && pruned.size() == 0);
  }
}
