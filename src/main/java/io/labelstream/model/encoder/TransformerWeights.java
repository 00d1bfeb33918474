package io.labelstream.model.encoder;

import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.QuantisedMatrix;
import io.labelstream.model.matrix.WeightRows;
import java.util.List;
import java.util.function.Function;

/** A {@link TransformerBody} whose matrices are in memory of somebody else; its components are those of the body. */
public record TransformerWeights(
    WeightRows tokens, WeightRows positions, LayerNormalisation normalisation, int heads, List<Layer> layers, float epsilon) {

  /** @throws IllegalArgumentException if the parts do not belong together */
  public TransformerWeights {
    layers = List.copyOf(layers);
    final TransformerShape shape = TransformerShape.of(tokens.columns(), positions.rows(), positions.columns(), heads);
    shape.check(normalisation);
    layers.forEach(layer -> layer.check(shape));
  }

  /** A body with its numbers as they are. */
  public static TransformerWeights of(final TransformerBody body) {
    return of(body, FloatMatrix::view);
  }

  /** A body with its matrices as 8-bit integers. */
  public static TransformerWeights quantised(final TransformerBody body) {
    return of(body, matrix -> QuantisedMatrix.of(matrix).view());
  }

  private static TransformerWeights of(final TransformerBody body, final Function<FloatMatrix, WeightRows> form) {
    return new TransformerWeights(
        form.apply(body.tokens()),
        form.apply(body.positions()),
        body.normalisation(),
        body.heads(),
        body.layers().stream().map(layer -> Layer.of(layer, form)).toList(),
        body.epsilon());
  }

  /** A {@link TransformerBody.Layer}. */
  public record Layer(
      AffineRows query, AffineRows key, AffineRows value, AffineRows output, LayerNormalisation afterAttention,
      AffineRows intermediate, AffineRows reduction, LayerNormalisation afterReduction) {

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

    /** All maps. */
    List<AffineRows> maps() {
      return List.of(query, key, value, output, intermediate, reduction);
    }

    private static Layer of(final TransformerBody.Layer layer, final Function<FloatMatrix, WeightRows> form) {
      return new Layer(
          affine(layer.query(), form), affine(layer.key(), form), affine(layer.value(), form), affine(layer.output(), form),
          layer.afterAttention(), affine(layer.intermediate(), form), affine(layer.reduction(), form), layer.afterReduction());
    }

    private static AffineRows affine(final TransformerBody.Affine affine, final Function<FloatMatrix, WeightRows> form) {
      return new AffineRows(form.apply(affine.weight()), affine.bias());
    }
  }
}
