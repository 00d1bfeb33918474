package io.labelstream.model.encoder;

import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import java.util.List;

/** A {@link TransformerBody} whose matrices are quantised; its components are those of the body. */
public record QuantisedTransformer(
    QuantisedRows tokens, QuantisedRows positions, LayerNormalisation normalisation, int heads, List<Layer> layers, float epsilon) {

  /** @throws IllegalArgumentException if the parts do not belong together */
  public QuantisedTransformer {
    layers = List.copyOf(layers);
    final TransformerShape shape = TransformerShape.of(tokens.columns(), positions.rows(), positions.columns(), heads);
    shape.check(normalisation);
    layers.forEach(layer -> layer.check(shape));
  }

  /** Quantises a body. */
  public static QuantisedTransformer of(final TransformerBody body) {
    return new QuantisedTransformer(
        QuantisedMatrix.of(body.tokens()).view(),
        QuantisedMatrix.of(body.positions()).view(),
        body.normalisation(),
        body.heads(),
        body.layers().stream().map(Layer::of).toList(),
        body.epsilon());
  }

  /** An affine map: {@code weight · x + bias}. */
  public record Affine(QuantisedRows weight, float[] bias) {
    static Affine of(final TransformerBody.Affine affine) {
      return new Affine(QuantisedMatrix.of(affine.weight()).view(), affine.bias());
    }

    void check(final String name, final int outputs, final int inputs) {
      TransformerShape.check(name, weight.rows(), weight.columns(), bias.length, outputs, inputs);
    }
  }

  /** A {@link TransformerBody.Layer}. */
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

    /** All maps. */
    List<Affine> maps() {
      return List.of(query, key, value, output, intermediate, reduction);
    }

    static Layer of(final TransformerBody.Layer layer) {
      return new Layer(
          Affine.of(layer.query()), Affine.of(layer.key()), Affine.of(layer.value()), Affine.of(layer.output()), layer.afterAttention(),
          Affine.of(layer.intermediate()), Affine.of(layer.reduction()), layer.afterReduction());
    }
  }
}
