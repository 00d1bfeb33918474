package io.labelstream.train.quantise;

import io.labelstream.kernel.CodebookKernels;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows.Norms;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.train.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Product quantisation of matrices: rows are cut into sub-vectors, and each sub-vector becomes the byte that names the nearest of 256 centroids. FastText.zip,
 * section 2.
 *
 * <p>If norms are coded apart, centroids are trained on directions, and the coded norm is not the row's own, but the one that brings the decoded direction
 * nearest to the row.
 *
 * <p>A matrix of fewer than 256 different sub-vectors has a centroid for each of them, so that small matrices are coded without loss; the reference refuses to
 * quantise fewer than 256 rows.
 *
 * <p>Sub-vectors of one column are coded by the best scalar quantiser instead of k-means. The result depends only on the rows, their weights and the seed, not
 * on the number of threads.
 */
public final class RowQuantizer {
  private static final int CENTROIDS = ProductQuantizer.CENTROIDS;
  /** K-means uses at most this many rows. */
  private static final int MOST_SAMPLES = 256 * CENTROIDS;

  private static final int ROWS_OF_TASK = 4096;

  private final RowSource rows;
  private final float[] weights;
  private final int width;
  private final int subvectors;
  private final NormCoding coding;
  private final long seed;
  private final Workers workers;
  private final Arena arena;

  /**
   * @param rows finite
   * @param weights the weight of each row's error, not negative
   * @param width the columns of a sub-vector; the last may have fewer
   * @param arena of the coded rows
   */
  public RowQuantizer(
      final RowSource rows, final float[] weights, final int width, final NormCoding coding, final long seed, final Workers workers, final Arena arena) {
    this.rows = rows;
    this.weights = weights;
    this.width = Math.min(width, rows.columns());
    this.subvectors = subvectors(rows.columns(), width);
    this.coding = coding;
    this.seed = seed;
    this.workers = workers;
    this.arena = arena;
  }

  /** The number of sub-vectors of {@code width} columns, the last possibly shorter, in {@code columns}. */
  public static int subvectors(final int columns, final int width) {
    return (columns + width - 1) / width;
  }

  /** Coded rows of the right size for {@code rows} rows, with codes and centroids of zero. */
  public static ProductRows skeleton(final int rows, final int columns, final int width, final NormCoding coding, final Arena arena) {
    final int subvectors = subvectors(columns, width);
    final int most = Math.min(width, columns);
    final MemorySegment centroids = arena.allocate((long) CENTROIDS * columns * Float.BYTES, Float.BYTES);
    final ProductQuantizer quantizer = new ProductQuantizer(columns, subvectors, most, columns - (subvectors - 1) * most, centroids);
    final Optional<Norms> norms =
        coding == NormCoding.APART ? Optional.of(new Norms(arena.allocate(Math.max(1, rows)).asSlice(0, rows), arena.allocate((long) CENTROIDS * Float.BYTES, Float.BYTES))) : Optional.empty();
    final long codeBytes = (long) rows * subvectors;
    return new ProductRows(rows, arena.allocate(Math.max(1, codeBytes)).asSlice(0, codeBytes), quantizer, norms);
  }

  /** Trains codebooks on the rows, or a sample of them, and codes all rows. */
  public ProductRows quantize() {
    final ProductRows section = skeleton(rows.rows(), rows.columns(), width, coding, arena);
    final Codebook[] codebooks = codebooks();
    for (int subvector = 0; subvector < subvectors; subvector++) {
      final float[] centroids = codebooks[subvector].centroids;
      MemorySegment.copy(
          centroids, 0, section.quantizer().centroids(), LittleEndian.FLOAT32, (long) section.quantizer().centroidsStart(subvector) * Float.BYTES, centroids.length);
    }
    final float[] norms = new float[coding == NormCoding.APART ? rows.rows() : 0];
    workers.forEach(tasks(), task -> encode(task, codebooks, section.codes(), norms));
    section.norms().ifPresent(coded -> encodeNorms(norms, coded));
    return section;
  }

  private int tasks() {
    return (rows.rows() + ROWS_OF_TASK - 1) / ROWS_OF_TASK;
  }

  private Codebook[] codebooks() {
    final int[] sample = sample();
    final float[] chosen = new float[sample.length * rows.columns()];
    final float[] errors = new float[sample.length];
    for (int index = 0; index < sample.length; index++) {
      final int at = index * rows.columns();
      rows.read(sample[index], chosen, at);
      errors[index] = weights[sample[index]];
      if (coding == NormCoding.APART) {
        final float norm = norm(chosen, at);
        errors[index] *= norm * norm;
        divide(chosen, at, norm);
      }
    }
    normalize(errors);
    final Codebook[] codebooks = new Codebook[subvectors];
    for (int subvector = 0; subvector < subvectors; subvector++) {
      final int first = subvector * width;
      final KMeans.Points points = KMeans.Points.of(sample.length, Math.min(width, rows.columns() - first));
      for (int index = 0; index < sample.length; index++) {
        points.weights()[index] = errors[index];
        for (int column = 0; column < points.columns(); column++) {
          points.coordinates()[column * points.stride() + index] = chosen[index * rows.columns() + first + column];
        }
      }
      codebooks[subvector] = Codebook.train(points, seed + subvector, workers);
    }
    return codebooks;
  }

  /** The rows to train on: those that are not zero and have weight, or a sample of these. */
  private int[] sample() {
    final int[] useful = new int[rows.rows()];
    final float[] row = new float[rows.columns()];
    int count = 0;
    for (int index = 0; index < useful.length; index++) {
      rows.read(index, row, 0);
      if (weights[index] > 0 && norm(row, 0) > 0) {
        useful[count++] = index;
      }
    }
    final int[] sample = KMeans.sample(count, MOST_SAMPLES, new SplittableRandom(seed));
    for (int index = 0; index < sample.length; index++) {
      sample[index] = useful[sample[index]];
    }
    return sample;
  }

  private float norm(final float[] values, final int at) {
    double sum = 0;
    for (int column = at; column < at + rows.columns(); column++) {
      sum += (double) values[column] * values[column];
    }
    return (float) Math.sqrt(sum);
  }

  private void divide(final float[] values, final int at, final float norm) {
    if (norm > 0) {
      for (int column = at; column < at + rows.columns(); column++) {
        values[column] /= norm;
      }
    }
  }

  /** Scales weights so that the greatest is 1, which keeps their sums far from the limits of floats. */
  private static void normalize(final float[] weights) {
    float most = 0;
    for (final float weight : weights) {
      most = Math.max(most, weight);
    }
    if (most > 0) {
      for (int index = 0; index < weights.length; index++) {
        weights[index] /= most;
      }
    }
  }

  private void encode(final int task, final Codebook[] codebooks, final MemorySegment codes, final float[] norms) {
    final int from = task * ROWS_OF_TASK;
    final int count = Math.min(ROWS_OF_TASK, rows.rows() - from);
    final int columns = rows.columns();
    final float[] values = new float[count * columns];
    for (int index = 0; index < count; index++) {
      final int at = index * columns;
      rows.read(from + index, values, at);
      if (coding == NormCoding.APART) {
        divide(values, at, norm(values, at));
      }
    }
    final byte[] coded = new byte[count * subvectors];
    final int stride = CodebookKernels.padded(count);
    final float[] points = new float[stride * width];
    final int[] nearest = new int[stride];
    final float[] scores = new float[stride];
    final double[] products = new double[count];
    final double[] squares = new double[count];
    for (int subvector = 0; subvector < subvectors; subvector++) {
      final Codebook codebook = codebooks[subvector];
      final int first = subvector * width;
      for (int column = 0; column < codebook.columns; column++) {
        for (int index = 0; index < count; index++) {
          points[column * stride + index] = values[index * columns + first + column];
        }
      }
      codebook.nearest(points, stride, count, nearest, scores);
      for (int index = 0; index < count; index++) {
        coded[index * subvectors + subvector] = (byte) nearest[index];
        // The score is the inner product minus half the square.
        final double square = 2.0 * codebook.halves[nearest[index]];
        products[index] += scores[index] + square / 2;
        squares[index] += square;
      }
    }
    MemorySegment.copy(coded, 0, codes, LittleEndian.INT8, (long) from * subvectors, coded.length);
    if (coding == NormCoding.APART) {
      final float[] row = new float[columns];
      for (int index = 0; index < count; index++) {
        rows.read(from + index, row, 0);
        norms[from + index] = squares[index] > 0 ? (float) Math.max(0, norm(row, 0) * products[index] / squares[index]) : 0f;
      }
    }
  }

  private void encodeNorms(final float[] norms, final Norms section) {
    final int[] sample = KMeans.sample(norms.length, MOST_SAMPLES, new SplittableRandom(seed));
    final float[] chosen = new float[sample.length];
    final float[] errors = new float[sample.length];
    for (int index = 0; index < sample.length; index++) {
      chosen[index] = norms[sample[index]];
      errors[index] = weights[sample[index]];
    }
    normalize(errors);
    final ScalarQuantizer quantizer = ScalarQuantizer.train(chosen, errors, CENTROIDS);
    final float[] centroids = Arrays.copyOf(quantizer.centroids(), CENTROIDS);
    MemorySegment.copy(centroids, 0, section.centroids(), LittleEndian.FLOAT32, 0, CENTROIDS);
    workers.forEach(tasks(), task -> {
      final int from = task * ROWS_OF_TASK;
      final byte[] coded = new byte[Math.min(ROWS_OF_TASK, norms.length - from)];
      for (int index = 0; index < coded.length; index++) {
        coded[index] = (byte) quantizer.nearest(norms[from + index]);
      }
      MemorySegment.copy(coded, 0, section.codes(), LittleEndian.INT8, from, coded.length);
    });
  }

  /** The centroids of one sub-vector. */
  private static final class Codebook {
    private final int columns;
    private final float[] centroids;
    private final float[] halves;
    private final Optional<ScalarQuantizer> scalar;

    private Codebook(final int columns, final float[] centroids, final Optional<ScalarQuantizer> scalar) {
      this.columns = columns;
      this.centroids = centroids;
      this.halves = KMeans.halves(centroids, columns);
      this.scalar = scalar;
    }

    static Codebook train(final KMeans.Points points, final long seed, final Workers workers) {
      if (points.columns() > 1) {
        return new Codebook(points.columns(), KMeans.centroids(points, CENTROIDS, seed, workers), Optional.empty());
      }
      final ScalarQuantizer scalar = ScalarQuantizer.train(Arrays.copyOf(points.coordinates(), points.count()), points.weights(), CENTROIDS);
      return new Codebook(1, Arrays.copyOf(scalar.centroids(), CENTROIDS), Optional.of(scalar));
    }

    void nearest(final float[] points, final int stride, final int count, final int[] codes, final float[] scores) {
      if (scalar.isEmpty()) {
        CodebookKernels.best().nearest(points, stride, 0, count, columns, centroids, halves, codes, scores);
        return;
      }
      for (int point = 0; point < count; point++) {
        codes[point] = scalar.get().nearest(points[point]);
        scores[point] = points[point] * centroids[codes[point]] - halves[codes[point]];
      }
    }
  }
}
