package io.labelstream.train.fasttext.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.train.Workers;
import io.labelstream.train.quantise.NormCoding;
import io.labelstream.train.quantise.RowQuantizer;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Coded rows against the rows themselves. */
class RowQuantizerPropertyTest {

  @Property(tries = 25)
  void shouldCodeEachSubvectorByItsNearestCentroid(
      @ForAll @IntRange(min = 1, max = 2000) final int rows,
      @ForAll @IntRange(min = 1, max = 11) final int columns,
      @ForAll @IntRange(min = 1, max = 12) final int width,
      @ForAll final long seed) {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final FloatMatrix matrix = matrix(rows, columns, seed, arena);
      // When
      final FastTextMatrix.Quantized section = quantise(matrix, width, NormCoding.WITHIN, 1, arena);
      // Then
      final float[] centroids = section.quantizer().centroids().toArray(LittleEndian.FLOAT32);
      final float[] row = new float[columns];
      for (int index = 0; index < rows; index += 7) {
        matrix.read(index, row, 0);
        for (int subvector = 0; subvector < section.quantizer().subvectors(); subvector++) {
          final int at = section.quantizer().centroidsStart(subvector);
          final int first = subvector * section.quantizer().subvectorColumns();
          final int count = section.quantizer().columnsOf(subvector);
          final int code = section.codes().get(LittleEndian.INT8, (long) index * section.quantizer().subvectors() + subvector) & 0xFF;
          final double least = IntStream.range(0, 256).mapToDouble(centroid -> distance(row, first, centroids, at + centroid * count, count)).min().orElseThrow();
          assertThat(distance(row, first, centroids, at + code * count, count)).isLessThan(least + 1e-5);
        }
      }
    }
  }

  @Property(tries = 40)
  void shouldKeepUpTo256RowsWithoutLoss(
      @ForAll @IntRange(min = 1, max = 256) final int rows,
      @ForAll @IntRange(min = 1, max = 9) final int columns,
      @ForAll @IntRange(min = 1, max = 9) final int width,
      @ForAll final long seed) {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final FloatMatrix matrix = matrix(rows, columns, seed, arena);
      // When
      final FastTextMatrix.Quantized section = quantise(matrix, width, NormCoding.WITHIN, 1, arena);
      // Then
      assertThat(decode(section)).containsExactly(values(matrix), Offset.offset(1e-6f));
    }
  }

  @Property(tries = 25)
  void shouldKeepLengthsWhenNormsAreCodedApart(
      @ForAll @IntRange(min = 300, max = 3000) final int rows, @ForAll @IntRange(min = 2, max = 8) final int columns, @ForAll final long seed) {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final FloatMatrix matrix = matrix(rows, columns, seed, arena);
      // When
      final FastTextMatrix.Quantized section = quantise(matrix, 2, NormCoding.APART, 1, arena);
      // Then
      final float[] decoded = decode(section);
      final float[] values = values(matrix);
      double error = 0;
      double all = 0;
      for (int index = 0; index < values.length; index++) {
        error += Math.pow((double) values[index] - decoded[index], 2);
        all += Math.pow(values[index], 2);
      }
      assertThat(error).isLessThan(0.03 * all);
    }
  }

  @Property(tries = 8)
  void shouldBeTheSameForAnyNumberOfThreads(@ForAll @IntRange(min = 5000, max = 9000) final int rows, @ForAll final long seed) {
    try (Arena arena = Arena.ofShared()) {
      // Given
      final FloatMatrix matrix = matrix(rows, 5, seed, arena);
      // When
      final FastTextMatrix.Quantized alone = quantise(matrix, 2, NormCoding.APART, 1, arena);
      final FastTextMatrix.Quantized together = quantise(matrix, 2, NormCoding.APART, 3, arena);
      // Then
      assertThat(together.codes().mismatch(alone.codes())).isEqualTo(-1);
      assertThat(decode(together)).isEqualTo(decode(alone));
    }
  }

  private static FastTextMatrix.Quantized quantise(
      final FloatMatrix matrix, final int width, final NormCoding norms, final int threads, final Arena arena) {
    final float[] weights = new float[matrix.rows()];
    Arrays.fill(weights, 1);
    try (Workers workers = new Workers(threads)) {
      return FastTextMatrix.Quantized.of(new RowQuantizer(matrix, weights, width, norms, 3, workers, arena).quantize());
    }
  }

  private static float[] decode(final FastTextMatrix.Quantized section) {
    return new RowCodes(section, IntStream.range(0, (int) section.rows()).toArray()).decode();
  }

  private static FloatMatrix matrix(final int rows, final int columns, final long seed, final Arena arena) {
    final Random random = new Random(seed);
    final FloatMatrix matrix = FloatMatrix.zeros(rows, columns, arena);
    final float[] row = new float[columns];
    for (int index = 0; index < rows; index++) {
      final double length = Math.exp(random.nextGaussian());
      for (int column = 0; column < columns; column++) {
        row[column] = (float) (length * random.nextGaussian());
      }
      matrix.write(index, row, 0);
    }
    return matrix;
  }

  private static float[] values(final FloatMatrix matrix) {
    final float[] values = new float[matrix.rows() * matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      matrix.read(row, values, row * matrix.columns());
    }
    return values;
  }

  private static double distance(final float[] left, final int leftAt, final float[] right, final int rightAt, final int count) {
    double sum = 0;
    for (int index = 0; index < count; index++) {
      sum += Math.pow((double) left[leftAt + index] - right[rightAt + index], 2);
    }
    return sum;
  }
}
