package io.labelstream.model.encoder;

import io.labelstream.model.matrix.FloatMatrix;
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

  /** @throws IllegalArgumentException if the parts do not belong together */
  public TransformerBody {
    layers = List.copyOf(layers);
    final TransformerShape shape = TransformerShape.of(tokens.columns(), positions.rows(), positions.columns(), heads);
    shape.check(normalisation);
    layers.forEach(layer -> layer.check(shape));
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
  public record Affine(FloatMatrix weight, float[] bias) {
    void check(final String name, final int outputs, final int inputs) {
      TransformerShape.check(name, weight.rows(), weight.columns(), bias.length, outputs, inputs);
    }
  }

  /**
   * A layer: attention, normalisation of its sum with the input, two affine maps with the exact GELU between them, normalisation of their sum with their input.
   *
   * @param query width × width, as the next three
   */
  public record Layer(
      Affine query, Affine key, Affine value, Affine output, LayerNormalisation afterAttention,
      Affine intermediate, Affine reduction, LayerNormalisation afterReduction) {

    void check(final TransformerShape shape) {
      final int width = shape.width();
      final int inner = intermediate.weight().rows();
      query.check("query", width, width);
      key.check("key", width, width);
      value.check("value", width, width);
      output.check("output", width, width);
      shape.check(afterAttention);
      intermediate.check("intermediate", inner, width);
      reduction.check("reduction", width, inner);
      shape.check(afterReduction);
    }
  }
}
