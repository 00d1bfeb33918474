package io.labelstream.model.inception;

import io.labelstream.kernel.CodeSums;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.kernel.Memory;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.FloatRows;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Outputs whose rows are product-quantised: for each text, the products of its inputs with all centroids are computed, and a logit is the sum of those that its
 * row's codes name.
 *
 * <pre>
 *  codes:   see {@link CodeSums}, for whole blocks
 *  scales:  norm and bias of each output float32
 * </pre>
 *
 * @param centroids those of a sub-vector are outputs
 */
record CodedOutputs(List<Panels> centroids, int subvectorColumns, MemorySegment codes, MemorySegment scales, int count, MatrixKernels kernels)
    implements OpenedOutputs {
  private static final int PANEL = MatrixKernels.PANEL;
  private static final int BLOCKS_OF_CENTROIDS = CodeSums.CENTROIDS / PANEL;
  private static final int SCALE_BYTES = 2 * Float.BYTES;

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final ProductRows rows) {
    final ProductQuantizer quantizer = rows.quantizer();
    return IntStream.range(0, quantizer.subvectors()).mapToLong(subvector -> Panels.bytesFor(centroids(quantizer, subvector), PanelForm.AS_GIVEN)).sum()
        + CodeSums.bytes(MatrixKernels.padded(rows.rows()), quantizer.subvectors())
        + (long) SCALE_BYTES * rows.rows();
  }

  /**
   * Lays out outputs in {@code arena}.
   *
   * @param order the row of an output
   */
  static CodedOutputs of(final ProductRows rows, final float[] bias, final IntUnaryOperator order, final MatrixKernels kernels, final Arena arena) {
    final ProductQuantizer quantizer = rows.quantizer();
    final int subvectors = quantizer.subvectors();
    final MemorySegment codes = arena.allocate(CodeSums.bytes(MatrixKernels.padded(rows.rows()), subvectors), Long.BYTES);
    final MemorySegment scales = arena.allocate((long) SCALE_BYTES * rows.rows(), Float.BYTES);
    for (int output = 0; output < rows.rows(); output++) {
      final int row = order.applyAsInt(output);
      for (int subvector = 0; subvector < subvectors; subvector++) {
        codes.set(ValueLayout.JAVA_BYTE, CodeSums.offset(output, subvectors, subvector), (byte) rows.code(row, subvector));
      }
      scales.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * output, rows.scale(row));
      scales.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * output + 1, bias[row]);
    }
    final float[] none = new float[CodeSums.CENTROIDS];
    return new CodedOutputs(
        IntStream.range(0, subvectors)
            .mapToObj(subvector -> Panels.of(new AffineRows(centroids(quantizer, subvector), none), 1f, PanelForm.AS_GIVEN, kernels, arena))
            .toList(),
        quantizer.subvectorColumns(), codes, scales, rows.rows(), kernels);
  }

  private static FloatRows centroids(final ProductQuantizer quantizer, final int subvector) {
    final int columns = quantizer.columnsOf(subvector);
    return new FloatRows(
        CodeSums.CENTROIDS,
        columns,
        quantizer.centroids().asSlice((long) quantizer.centroidsStart(subvector) * Float.BYTES, (long) CodeSums.CENTROIDS * columns * Float.BYTES));
  }

  @Override
  public Scorer newScorer() {
    return new Work();
  }

  private final class Work implements Scorer {
    private final float[] tables = new float[centroids.size() * CodeSums.CENTROIDS];

    @Override
    public void take(final float[] inputs) {
      for (int subvector = 0; subvector < centroids.size(); subvector++) {
        centroids.get(subvector).multiplyRow(inputs, subvector * subvectorColumns, 0, BLOCKS_OF_CENTROIDS, tables, subvector * CodeSums.CENTROIDS);
      }
    }

    @Override
    public void score(final int block, final int blocks, final float[] logits) {
      final int first = block * PANEL;
      final int groups = blocks * PANEL / CodeSums.GROUP;
      CodeSums.sums(codes.address() + CodeSums.offset(first, centroids.size(), 0), groups, centroids.size(), tables, logits, first);
      final long start = Memory.start(scales);
      final int end = Math.min(first + blocks * PANEL, count);
      for (int output = first; output < end; output++) {
        final long at = start + Memory.row(output, SCALE_BYTES);
        logits[output] = Math.fma(logits[output], Memory.float32(at), Memory.float32(at + Float.BYTES));
      }
    }
  }
}
