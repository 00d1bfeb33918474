package io.labelstream.model.encoder;

import io.labelstream.model.Lifetime;
import java.lang.foreign.Arena;

/** An opened {@link StaticBody}: rows of 8-bit integers, each with a scale, off the heap. */
public final class StaticEncoder implements TextEncoder {
  private StaticEncoder() {}

  /**
   * The bytes that {@link #open} allocates.
   *
   * @param dimensions the columns of the table
   */
  public static long bytesFor(final WordPieceVocabulary vocabulary, final int dimensions, final VectorOutput output) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lays out an encoder in {@code arena}.
   *
   * @param table a row for each piece
   * @param output with mean pooling
   * @param arena of the encoder, and perhaps of other parts of the same model
   * @param lifetime of the arena; ended by {@link #close}
   */
  public static StaticEncoder open(
      final WordPieceVocabulary vocabulary, final QuantisedRows table, final VectorOutput output, final Arena arena, final Lifetime lifetime) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int dimensions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EncoderSession newSession() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
