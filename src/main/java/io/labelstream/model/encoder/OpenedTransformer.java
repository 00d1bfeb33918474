package io.labelstream.model.encoder;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * A transformer in the layout that it is computed with; the components are those of {@link TransformerBody}. Immutable and thread-safe.
 *
 * @param pieces the number of rows of tokens
 * @param width of the vectors
 * @param inner the width between the last two maps of a layer, the greatest of all layers
 * @param mostRows the number of positions
 */
record OpenedTransformer(
    RowTable tokens,
    RowTable positions,
    LayerNormalisation normalisation,
    int heads,
    List<Layer> layers,
    float epsilon,
    int pieces,
    int width,
    int inner,
    int mostRows) {

  /** The bytes that {@link #of(QuantisedTransformer, FileTables, MatrixKernels, Arena)} takes, pages of the file among them. */
  static long bytesFor(final QuantisedTransformer body) {
    return RowTable.Int8.bytesFor(body.tokens())
        + RowTable.Int8.bytesFor(body.positions())
        + body.layers().stream().flatMap(layer -> layer.maps().stream()).mapToLong(map -> Panels.Int8.bytesFor(map.weight())).sum();
  }

  /** The part of {@link #bytesFor} that is pages of the file: the tables whose rows are looked up. */
  static long mappedBytes(final QuantisedTransformer body, final FileTables tables) {
    return RowTable.Int8.mappedBytes(body.tokens(), tables) + RowTable.Int8.mappedBytes(body.positions(), tables);
  }

  /** Lays out a body in {@code arena}, but for its normalisations, which are small and on the heap. */
  static OpenedTransformer of(final QuantisedTransformer body, final FileTables tables, final MatrixKernels kernels, final Arena arena) {
    final int width = body.tokens().columns();
    final float share = share(width / body.heads());
    return new OpenedTransformer(
        RowTable.Int8.of(body.tokens(), tables, arena),
        RowTable.Int8.of(body.positions(), tables, arena),
        body.normalisation(),
        body.heads(),
        body.layers().stream().map(layer -> new Layer(
            Panels.Int8.of(layer.query(), share, kernels, arena),
            Panels.Int8.of(layer.key(), 1f, kernels, arena),
            Panels.Int8.of(layer.value(), 1f, kernels, arena),
            Panels.Int8.of(layer.output(), 1f, kernels, arena),
            layer.afterAttention(),
            Panels.Int8.of(layer.intermediate(), 1f, kernels, arena),
            Panels.Int8.of(layer.reduction(), 1f, kernels, arena),
            layer.afterReduction())).toList(),
        body.epsilon(),
        body.tokens().rows(),
        width,
        body.layers().stream().mapToInt(layer -> layer.intermediate().weight().rows()).max().orElse(1),
        body.positions().rows());
  }

  /** Lays out a body on the heap. */
  static OpenedTransformer of(final TransformerBody body, final MatrixKernels kernels) {
    final int width = body.dimensions();
    final float share = share(width / body.heads());
    return new OpenedTransformer(
        new RowTable.Float32(body.tokens()),
        new RowTable.Float32(body.positions()),
        body.normalisation(),
        body.heads(),
        body.layers().stream().map(layer -> new Layer(
            Panels.Float32.of(layer.query(), share, kernels),
            Panels.Float32.of(layer.key(), 1f, kernels),
            Panels.Float32.of(layer.value(), 1f, kernels),
            Panels.Float32.of(layer.output(), 1f, kernels),
            layer.afterAttention(),
            Panels.Float32.of(layer.intermediate(), 1f, kernels),
            Panels.Float32.of(layer.reduction(), 1f, kernels),
            layer.afterReduction())).toList(),
        body.epsilon(),
        body.tokens().rows(),
        width,
        body.layers().stream().mapToInt(layer -> layer.intermediate().weight().rows()).max().orElse(1),
        body.positions().rows());
  }

  /** The factor of the products of queries and keys; as part of the map to queries it costs nothing. */
  private static float share(final int headWidth) {
    return (float) (1 / Math.sqrt(headWidth));
  }

  /** A {@link TransformerBody.Layer}. */
  record Layer(
      Panels query, Panels key, Panels value, Panels output, LayerNormalisation afterAttention,
      Panels intermediate, Panels reduction, LayerNormalisation afterReduction) {}
}
