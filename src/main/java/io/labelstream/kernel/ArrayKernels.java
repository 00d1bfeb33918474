package io.labelstream.kernel;

/**
 * The arithmetic of {@link TrainingKernels}, and the sums of rows that go with it, on tables in arrays: plain loops that keep eight or four columns in
 * registers, so that they are fast with any compiler of the JVM and soon after its start, when vectors and memory outside the heap are slow. Returns the same
 * bits as {@link Kernels} and {@link TrainingKernels}.
 *
 * <p>Tables have rows of {@code stride} floats, a multiple of {@link Kernels#LANES}, and so have the other arrays. Stateless; nothing allocates. Several
 * threads may write to one table at a time: each float then holds what one of them wrote.
 */
public final class ArrayKernels {
  private static final int WIDE = 8;
  private static final int NARROW = 4;

  private ArrayKernels() {}

  /** Adds rows: {@code sum[c] += table[rows[i]][c]} for each {@code i} below {@code count}, in this order. */
  public static void addRows(final float[] table, final int stride, final int[] rows, final int count, final float[] sum) {
    for (int column = 0; column < stride; column += WIDE) {
      float a = sum[column];
      float b = sum[column + 1];
      float c = sum[column + 2];
      float d = sum[column + 3];
      float e = sum[column + 4];
      float f = sum[column + 5];
      float g = sum[column + 6];
      float h = sum[column + 7];
      for (int index = 0; index < count; index++) {
        final int at = rows[index] * stride + column;
        a += table[at];
        b += table[at + 1];
        c += table[at + 2];
        d += table[at + 3];
        e += table[at + 4];
        f += table[at + 5];
        g += table[at + 6];
        h += table[at + 7];
      }
      sum[column] = a;
      sum[column + 1] = b;
      sum[column + 2] = c;
      sum[column + 3] = d;
      sum[column + 4] = e;
      sum[column + 5] = f;
      sum[column + 6] = g;
      sum[column + 7] = h;
    }
  }

  /** As {@link TrainingKernels#addToRows}. */
  public static void addToRows(final float[] table, final int stride, final int[] rows, final int count, final float[] x) {
    for (int column = 0; column < stride; column += WIDE) {
      final float a = x[column];
      final float b = x[column + 1];
      final float c = x[column + 2];
      final float d = x[column + 3];
      final float e = x[column + 4];
      final float f = x[column + 5];
      final float g = x[column + 6];
      final float h = x[column + 7];
      for (int index = 0; index < count; index++) {
        final int at = rows[index] * stride + column;
        table[at] += a;
        table[at + 1] += b;
        table[at + 2] += c;
        table[at + 3] += d;
        table[at + 4] += e;
        table[at + 5] += f;
        table[at + 6] += g;
        table[at + 7] += h;
      }
    }
  }

  /** As {@link TrainingKernels#step}. */
  public static void step(
      final float[] table, final int stride, final int[] rows, final int count, final float[] factors, final float[] x, final float[] gradient) {
    for (int column = 0; column < stride; column += NARROW) {
      final float xa = x[column];
      final float xb = x[column + 1];
      final float xc = x[column + 2];
      final float xd = x[column + 3];
      float a = gradient[column];
      float b = gradient[column + 1];
      float c = gradient[column + 2];
      float d = gradient[column + 3];
      for (int index = 0; index < count; index++) {
        final int at = rows[index] * stride + column;
        final float factor = factors[index];
        a += factor * table[at];
        b += factor * table[at + 1];
        c += factor * table[at + 2];
        d += factor * table[at + 3];
        table[at] += factor * xa;
        table[at + 1] += factor * xb;
        table[at + 2] += factor * xc;
        table[at + 3] += factor * xd;
      }
      gradient[column] = a;
      gradient[column + 1] = b;
      gradient[column + 2] = c;
      gradient[column + 3] = d;
    }
  }

  /** As {@link TrainingKernels#products}. */
  public static void products(final float[] table, final int stride, final int[] rows, final int count, final float[] x, final float[] out) {
    for (int index = 0; index < count; index++) {
      final int row = rows[index] * stride;
      out[index] =
          everyFourth(table, row, stride, x, 0) + everyFourth(table, row, stride, x, 2)
              + (everyFourth(table, row, stride, x, 1) + everyFourth(table, row, stride, x, 3));
    }
  }

  /** The products of every fourth column from {@code first} on, summed in the order of {@link Kernels}. */
  private static float everyFourth(final float[] table, final int row, final int stride, final float[] x, final int first) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int column = first; column < stride; column += Kernels.LANES) {
      final int at = row + column;
      a += table[at] * x[column];
      b += table[at + 4] * x[column + 4];
      c += table[at + 8] * x[column + 8];
      d += table[at + 12] * x[column + 12];
    }
    return a + c + (b + d);
  }
}
