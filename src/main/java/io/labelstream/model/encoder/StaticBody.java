package io.labelstream.model.encoder;

/**
 * A table with a row for each word piece. A text's vector is the mean of the rows of its pieces, without those before and after the text. The weights of pieces
 * and the projection are already part of the rows.
 *
 * @param table a row for each piece
 */
public record StaticBody(FloatMatrix table) implements EncoderBody {
  @Override
  public int dimensions() {
    return table.columns();
  }

  @Override
  public int pieces() {
    return table.rows();
  }
}
