package io.labelstream.model.inception;

import io.labelstream.model.matrix.FloatMatrix;
import java.util.Optional;

/**
 * A model on the heap, in float32. The arrays are not copied and not to be written to.
 *
 * @param words finds the words of a text
 * @param vocabulary the known words, in UTF-8, the most frequent one first
 * @param wordTexts the number of training texts of each word
 * @param embeddings a row for each word
 * @param head scores the labels
 * @param shortlist empty if each text is scored against all labels
 * @param labels their names, in UTF-8
 * @param labelTexts the number of training texts of each label
 * @param texts the number of training texts
 */
public record InceptionModel(
    WordRules words,
    byte[][] vocabulary,
    int[] wordTexts,
    FloatMatrix embeddings,
    InceptionEncoder encoder,
    InceptionHead head,
    Optional<Shortlist> shortlist,
    byte[][] labels,
    int[] labelTexts,
    int texts) {
  /**
   * @throws IllegalArgumentException if there is another number of words, embeddings or labels than expected
   */
  public InceptionModel {
    if (vocabulary.length != wordTexts.length || vocabulary.length != embeddings.rows() || embeddings.columns() != encoder.shape().width()) {
      throw new IllegalArgumentException("there are " + vocabulary.length + " words with " + wordTexts.length + " counts and embeddings of "
          + embeddings.rows() + " × " + embeddings.columns() + ", expected the same number and a width of " + encoder.shape().width());
    }
    if (labels.length != labelTexts.length || labels.length != head.output().weight().rows()) {
      throw new IllegalArgumentException(
          "there are " + labels.length + " labels with " + labelTexts.length + " counts and " + head.output().weight().rows() + " outputs, expected the same number");
    }
  }

  /** The same model with another shortlist. */
  public InceptionModel with(final Shortlist other) {
    return new InceptionModel(words, vocabulary, wordTexts, embeddings, encoder, head, Optional.of(other), labels, labelTexts, texts);
  }
}
