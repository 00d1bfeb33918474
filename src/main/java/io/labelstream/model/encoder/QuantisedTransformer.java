package io.labelstream.model.encoder;

import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import java.util.List;

/** A {@link TransformerBody} whose matrices are quantised; its components are those of the body. */
public record QuantisedTransformer(
    QuantisedRows tokens, QuantisedRows positions, LayerNormalisation normalisation, int heads, List<Layer> layers, float epsilon) {

  public QuantisedTransformer {
    layers = List.copyOf(layers);
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
  }

  /** A {@link TransformerBody.Layer}. */
  public record Layer(
      Affine query, Affine key, Affine value, Affine output, LayerNormalisation afterAttention,
      Affine intermediate, Affine reduction, LayerNormalisation afterReduction) {

    static Layer of(final TransformerBody.Layer layer) {
      return new Layer(
          Affine.of(layer.query()), Affine.of(layer.key()), Affine.of(layer.value()), Affine.of(layer.output()), layer.afterAttention(),
          Affine.of(layer.intermediate()), Affine.of(layer.reduction()), layer.afterReduction());
    }
  }
}
