package io.labelstream.model.encoder;

import java.util.List;

/**
 * A transformer of the BERT type. The sum of a piece's row and of its position's row is normalised and goes through the layers.
 *
 * @param tokens a row for each piece
 * @param positions a row for each position in a text; the row of the first token type is already added to each
 * @param normalisation of the sum
 * @param heads the number of attention heads, a divisor of the width
 * @param layers from the first to the last
 * @param epsilon what normalisations add to the variance
 */
public record TransformerBody(
    FloatMatrix tokens, FloatMatrix positions, LayerNormalisation normalisation, int heads, List<Layer> layers, float epsilon) implements EncoderBody {

  public TransformerBody {
    layers = List.copyOf(layers);
  }

  @Override
  public int dimensions() {
    return tokens.columns();
  }

  @Override
  public int pieces() {
    return tokens.rows();
  }

  /**
   * The learnt parts of a normalisation: {@code gain × (x − mean) / √(variance + epsilon) + shift}.
   *
   * @param gain one number a dimension
   * @param shift one number a dimension
   */
  public record LayerNormalisation(float[] gain, float[] shift) {}

  /**
   * An affine map: {@code weight · x + bias}.
   *
   * @param weight outputs × inputs
   * @param bias one number an output
   */
  public record Affine(FloatMatrix weight, float[] bias) {}

  /**
   * A layer: attention, normalisation of its sum with the input, two affine maps with the exact GELU between them, normalisation of their sum with their input.
   *
   * @param query width × width, as the next three
   */
  public record Layer(
      Affine query, Affine key, Affine value, Affine output, LayerNormalisation afterAttention,
      Affine intermediate, Affine reduction, LayerNormalisation afterReduction) {}
}
