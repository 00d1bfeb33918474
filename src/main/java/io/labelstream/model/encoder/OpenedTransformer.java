package io.labelstream.model.encoder;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import io.labelstream.model.matrix.RowTable;
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

  /** The bytes that {@link #of} takes, pages of the file among them. */
  static long bytesFor(final TransformerWeights body, final PanelForm form) {
    return RowTable.bytesFor(body.tokens())
        + RowTable.bytesFor(body.positions())
        + body.layers().stream().flatMap(layer -> layer.maps().stream()).mapToLong(map -> Panels.bytesFor(map.weight(), form)).sum();
  }

  /** The part of {@link #bytesFor} that is pages of the file: the tables whose rows are looked up. */
  static long mappedBytes(final TransformerWeights body, final FileTables tables) {
    return RowTable.mappedBytes(body.tokens(), tables) + RowTable.mappedBytes(body.positions(), tables);
  }

  /** Lays out a body in {@code arena}, but for its normalisations, which are small and on the heap. */
  static OpenedTransformer of(
      final TransformerWeights body, final PanelForm form, final FileTables tables, final MatrixKernels kernels, final Arena arena) {
    final int width = body.tokens().columns();
    final float share = share(width / body.heads());
    return new OpenedTransformer(
        RowTable.of(body.tokens(), tables, arena),
        RowTable.of(body.positions(), tables, arena),
        body.normalisation(),
        body.heads(),
        body.layers().stream().map(layer -> new Layer(
            Panels.of(layer.query(), share, form, kernels, arena),
            Panels.of(layer.key(), 1f, form, kernels, arena),
            Panels.of(layer.value(), 1f, form, kernels, arena),
            Panels.of(layer.output(), 1f, form, kernels, arena),
            layer.afterAttention(),
            Panels.of(layer.intermediate(), 1f, form, kernels, arena),
            Panels.of(layer.reduction(), 1f, form, kernels, arena),
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
