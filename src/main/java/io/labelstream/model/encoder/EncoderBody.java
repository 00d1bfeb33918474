package io.labelstream.model.encoder;

/** The part of an encoder that turns word pieces into vectors. */
public sealed interface EncoderBody permits StaticBody, TransformerBody {
  /** The number of dimensions of the vector that leaves it. */
  int dimensions();

  /** The number of word pieces that it knows. */
  int pieces();
}
