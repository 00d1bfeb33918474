package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;

/**
 * The features of texts, and the rows of a file that stand for them: a word's row is its place in the vocabulary; an n-gram's row is the number of words plus
 * its bucket, or plus the number that the pruning index has for the bucket.
 *
 * @param wordNgrams the longest word n-gram that is a feature; 1 for none
 * @param shortestSubword the shortest character n-gram in code points
 * @param longestSubword the longest character n-gram in code points; 0 for none
 * @param buckets the number of rows that n-grams are hashed into, before any are pruned; if 0, n-grams are not features
 */
public record FeatureSpace(FastTextVocabulary vocabulary, int wordNgrams, int shortestSubword, int longestSubword, int buckets) {
  /** The prefix of the texts of labels in a model file. */
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

  /** The number of rows of the input matrix. */
  public int rows() {
    return Math.addExact(vocabulary.words(), vocabulary.prune().rows(buckets));
  }

  /** True if words, known or not, have character n-grams as features. */
  boolean hasSubwords() {
    return longestSubword > 0 && keepsNgrams();
  }

  /** True if runs of words are features. */
  boolean hasWordNgrams() {
    return wordNgrams > 1 && keepsNgrams();
  }

  private boolean keepsNgrams() {
    return buckets > 0 && !(vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned && pruned.size() == 0);
  }
}
