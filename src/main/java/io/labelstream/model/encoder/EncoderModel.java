package io.labelstream.model.encoder;

/**
 * A sentence encoder on the heap, before it is written to a file or after it was read from one.
 *
 * @param vocabulary from texts to word pieces
 * @param body from word pieces to vectors
 * @param output from these to the vector of the text
 * @param head from the vector to labels
 */
public record EncoderModel(WordPieceVocabulary vocabulary, EncoderBody body, VectorOutput output, EncoderHead head) {
  /** @throws IllegalArgumentException if the parts do not belong together */
  public EncoderModel {
    if (vocabulary.size() != body.pieces()) {
      throw new IllegalArgumentException("the body has rows for " + body.pieces() + " pieces, expected " + vocabulary.size());
    }
  }

  /** The number of dimensions of a text's vector. */
  public int dimensions() {
    return output.dense().isEmpty() ? body.dimensions() : output.dense().getLast().weight().rows();
  }

  /** The same encoder with another head. */
  public EncoderModel with(final EncoderHead other) {
    return new EncoderModel(vocabulary, body, output, other);
  }
}
