package io.labelstream.train.fasttext.compress;

import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.train.quantise.NormCoding;
import io.labelstream.train.quantise.RowQuantizer;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The coding of a model's matrices.
 *
 * @param dimensions the width of rows
 * @param width the columns of a sub-vector, at most {@code dimensions}
 * @param norms the coding of the lengths of rows
 * @param output the coding of the output
 */
record Coding(int dimensions, int width, NormCoding norms, OutputCoding output) {
  /** The columns of a sub-vector unless others were asked for, and always those of the output, as in the reference. */
  static final int DEFAULT_WIDTH = 2;

  /** From this number of labels on, a coded output can pay, as in the reference. */
  private static final int MANY_LABELS = 256;

  /** A dense output may take one part in this many of a size limit. */
  private static final int MOST_OUTPUT_SHARE = 4;

  /** More bytes per row are not tried: it is better to keep more rows. */
  private static final int MOST_ROW_BYTES = 6;

  private static final int MOST_SCALAR_DIMENSIONS = 4;

  /** The number of code bytes of a row. */
  int rowBytes() {
    return RowQuantizer.subvectors(dimensions, width) + (norms == NormCoding.APART ? 1 : 0);
  }

  /** The codings that settings leave open, at least one; several only under a limit of bytes. */
  static List<Coding> candidates(final CompressionSettings settings, final int dimensions, final int labels, final long elementBytes) {
    if (!(settings.limit() instanceof CompressionLimit.Bytes bytes)) {
      final int width = Math.min(settings.subvectorColumns().orElse(DEFAULT_WIDTH), dimensions);
      return List.of(new Coding(dimensions, width, settings.norms().orElse(NormCoding.APART), settings.output().orElse(OutputCoding.DENSE)));
    }
    final boolean isLarge = labels >= MANY_LABELS && labels * dimensions * elementBytes > bytes.most() / MOST_OUTPUT_SHARE;
    final OutputCoding output = settings.output().orElse(isLarge ? OutputCoding.QUANTISED : OutputCoding.DENSE);
    final Set<Coding> all = new LinkedHashSet<>();
    for (final int width : widths(settings, dimensions)) {
      for (final NormCoding norms : settings.norms().map(List::of).orElse(List.of(NormCoding.APART, NormCoding.WITHIN))) {
        all.add(new Coding(dimensions, width, norms, output));
      }
    }
    final List<Coding> cheap = all.stream().filter(coding -> coding.isSensible()).toList();
    return cheap.isEmpty() ? List.copyOf(all) : cheap;
  }

  private static List<Integer> widths(final CompressionSettings settings, final int dimensions) {
    if (settings.subvectorColumns().isPresent()) {
      return List.of(Math.min(settings.subvectorColumns().get(), dimensions));
    }
    final List<Integer> widths = new ArrayList<>(List.of(dimensions, (dimensions + 1) / 2, (dimensions + 3) / 4, Math.min(DEFAULT_WIDTH, dimensions)));
    if (dimensions <= MOST_SCALAR_DIMENSIONS) {
      widths.add(1);
    }
    return widths.stream().distinct().toList();
  }

  /** True for sensible combinations: scalars need no norms, and a single code for a wide row without its norm is too coarse. */
  private boolean isSensible() {
    final boolean isNormedScalar = width == 1 && norms == NormCoding.APART;
    final boolean isTooCoarse = width == dimensions && dimensions > MOST_SCALAR_DIMENSIONS && norms == NormCoding.WITHIN;
    return !isNormedScalar && !isTooCoarse && rowBytes() <= MOST_ROW_BYTES;
  }

  /** The input section without its content. */
  FastTextMatrix.Quantized inputSkeleton(final int rows, final Arena arena) {
    return FastTextMatrix.Quantized.of(RowQuantizer.skeleton(rows, dimensions, width, norms, arena));
  }

  /** The output section without its content. */
  FastTextMatrix outputSkeleton(final int labels, final Arena arena) {
    return output == OutputCoding.QUANTISED
        ? FastTextMatrix.Quantized.of(RowQuantizer.skeleton(labels, dimensions, DEFAULT_WIDTH, NormCoding.WITHIN, arena))
        : FloatMatrix.zeros(labels, dimensions, arena).dense(arena);
  }
}
