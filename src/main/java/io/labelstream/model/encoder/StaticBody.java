package io.labelstream.model.encoder;

import io.labelstream.model.matrix.FloatMatrix;

/**
 * A table with a row for each word piece, and perhaps rows for pairs of them. A text's vector is the mean of the rows of its pieces, without those before and
 * after the text, and of its pairs that have a row, in which those before and after the text count. The weights of pieces and the projection are already part of
 * the rows.
 *
 * @param table a row for each piece, then one for each pair
 * @param pairs the pairs with rows
 */
public record StaticBody(FloatMatrix table, PiecePairs pairs) implements EncoderBody {
  /** @throws IllegalArgumentException if there is no row for a pair, or a pair has a piece without a row */
  public StaticBody {
    final int pieces = table.rows() - pairs.count();
    for (final int id : pairs.ids()) {
      if (id < 0 || id >= pieces) {
        throw new IllegalArgumentException("a pair has the piece " + id + ", expected 0 to " + (pieces - 1));
      }
    }
  }

  /** A table without pairs. */
  public StaticBody(final FloatMatrix table) {
    this(table, PiecePairs.NONE);
  }

  @Override
  public int dimensions() {
    return table.columns();
  }

  @Override
  public int pieces() {
    return table.rows() - pairs.count();
  }
}
