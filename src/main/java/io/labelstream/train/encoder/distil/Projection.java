package io.labelstream.train.encoder.distil;

import io.labelstream.train.SymmetricMatrix;
import io.labelstream.train.Workers;
import java.util.Arrays;

/**
 * A linear map from a teacher's vectors to fewer dimensions that keeps as much of them as is possible: onto the first right singular vectors, in their order, so that
 * the first dimensions of a vector are the best vector of fewer dimensions.
 *
 * @param mean what is subtracted before; all zeros if vectors are not centred
 * @param rows for each input, its share in the outputs
 * @param kept the share of the sum of squares that it keeps, from 0 to 1
 */
record Projection(float[] mean, float[][] rows, double kept) {
  /** Vectors to find the map by; more change it little. */
  private static final int MOST_VECTORS = 40_000;
  private static final int PARTS = 16;

  /** The treatment of the mean. */
  enum Kind {
    /** Vectors are taken as they are: singular value decomposition. */
    SVD,
    /** The mean is subtracted first: principal component analysis. */
    PCA
  }

  /**
   * The best map for these vectors.
   *
   * @param dimensions at most those of the vectors
   * @param whitening by how much the dimensions become alike: each is divided by this power of its singular value; from 0, as they are, to 1
   */
  static Projection fit(final HalfVectors vectors, final Kind kind, final int dimensions, final double whitening, final Workers workers) {
    final int width = vectors.columns();
    final int count = Math.min(vectors.rows(), MOST_VECTORS);
    final float[] mean = kind == Kind.PCA ? mean(vectors, count) : new float[width];
    final SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(products(vectors, count, mean, workers));
    final float[][] rows = new float[width][dimensions];
    double kept = 0;
    double all = 0;
    for (int direction = 0; direction < width; direction++) {
      all += eigen.values()[direction];
      kept += direction < dimensions ? eigen.values()[direction] : 0;
      final double factor = factor(eigen.values()[direction], eigen.values()[0], whitening);
      for (int input = 0; input < width && direction < dimensions; input++) {
        rows[input][direction] = (float) (eigen.vectors()[direction][input] * factor);
      }
    }
    return new Projection(mean, rows, all > 0 ? kept / all : 1);
  }

  /** An eigenvalue is the square of a singular value. */
  private static double factor(final double eigenvalue, final double greatest, final double whitening) {
    return eigenvalue > 0 ? StrictMath.pow(greatest / eigenvalue, whitening / 2) : 1;
  }

  private static float[] mean(final HalfVectors vectors, final int count) {
    final double[] sum = new double[vectors.columns()];
    final float[] vector = new float[vectors.columns()];
    for (int row = 0; row < count; row++) {
      vectors.get(row, vector);
      for (int column = 0; column < sum.length; column++) {
        sum[column] += vector[column];
      }
    }
    final float[] mean = new float[sum.length];
    for (int column = 0; column < mean.length; column++) {
      mean[column] = (float) (sum[column] / count);
    }
    return mean;
  }

  /** The sums of the products of columns; the parts and the order of their sum do not depend on the number of threads. */
  private static double[][] products(final HalfVectors vectors, final int count, final float[] mean, final Workers workers) {
    final int width = vectors.columns();
    final double[][][] parts = new double[PARTS][width][width];
    workers.forEach(PARTS, part -> {
      final float[] vector = new float[width];
      for (int row = part; row < count; row += PARTS) {
        vectors.get(row, vector);
        subtract(vector, mean);
        for (int one = 0; one < width; one++) {
          addTimes(parts[part][one], vector, vector[one], one);
        }
      }
    });
    final double[][] sum = parts[0];
    for (int part = 1; part < PARTS; part++) {
      for (int one = 0; one < width; one++) {
        for (int other = one; other < width; other++) {
          sum[one][other] += parts[part][one][other];
        }
      }
    }
    for (int one = 0; one < width; one++) {
      for (int other = 0; other < one; other++) {
        sum[one][other] = sum[other][one];
      }
    }
    return sum;
  }

  private static void addTimes(final double[] sum, final float[] vector, final double factor, final int from) {
    for (int column = from; column < vector.length; column++) {
      sum[column] += factor * vector[column];
    }
  }

  private static void subtract(final float[] vector, final float[] mean) {
    for (int column = 0; column < vector.length; column++) {
      vector[column] -= mean[column];
    }
  }

  int dimensions() {
    return rows[0].length;
  }

  /** All vectors projected, each of unit length unless it is zero. */
  UnitVectors unit(final HalfVectors vectors, final Workers workers) {
    return unit(vectors, vectors.rows(), workers);
  }

  /** The first vectors projected, each of unit length unless it is zero. */
  UnitVectors unit(final HalfVectors vectors, final int count, final Workers workers) {
    final UnitVectors projected = new UnitVectors(dimensions(), new float[Math.multiplyExact(count, dimensions())]);
    workers.forEach((count + HalfVectors.CHUNK - 1) / HalfVectors.CHUNK, chunk -> {
      final float[] vector = new float[vectors.columns()];
      final float[] out = new float[dimensions()];
      for (int row = chunk * HalfVectors.CHUNK; row < Math.min((chunk + 1) * HalfVectors.CHUNK, count); row++) {
        vectors.get(row, vector);
        project(vector, out);
        projected.set(row, out);
      }
    });
    return projected;
  }

  /** Projects a vector, which is centred in place. */
  void project(final float[] vector, final float[] out) {
    subtract(vector, mean);
    Arrays.fill(out, 0);
    for (int input = 0; input < vector.length; input++) {
      final float[] row = rows[input];
      final float value = vector[input];
      for (int column = 0; column < out.length; column++) {
        out[column] += value * row[column];
      }
    }
  }
}
