package io.labelstream.train.encoder.compress;

/** The word pieces that a model may keep. */
public sealed interface PieceLimit {

  /** As many as fit into a file of so many bytes. */
  record Bytes(long most) implements PieceLimit {}

  /** So many. */
  record Pieces(int most) implements PieceLimit {}

  /** All that a text can have. */
  record None() implements PieceLimit {}
}
