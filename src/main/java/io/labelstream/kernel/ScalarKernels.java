package io.labelstream.kernel;

import java.util.Arrays;

/** Plain loops: for JVMs without the Vector API, and what the vector variants are tested against. */
public final class ScalarKernels extends Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int tokenEdges(final byte[] text, final int from, final int to, final int[] edges) {
    int count = 0;
    boolean inToken = false;
    for (int position = from; position < to; position++) {
      if (isWhiteSpace(text[position]) == inToken) {
        edges[count++] = position;
        inToken = !inToken;
      }
    }
    if (inToken) {
      edges[count++] = to;
    }
    return count;
  }

  @Override
  boolean isAscii(final byte[] text, final int from, final int to) {
    for (int position = from; position < to; position++) {
      if (text[position] < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  int asciiSubwordHashes(
      final byte[] text,
      final int end,
      final int from,
      final int to,
      final int shortest,
      final int longest,
      final int[] scratch,
      final int[] out,
      final int at) {
    int next = at;
    for (int block = from; block < to; block += LANES) {
      Arrays.fill(scratch, HASH_START);
      for (int length = 1; length <= longest && length <= end - block; length++) {
        final int starts = Math.min(Math.min(LANES, to - block), end - length - block + 1);
        for (int lane = 0; lane < starts; lane++) {
          scratch[lane] = (scratch[lane] ^ text[block + lane + length - 1]) * HASH_PRIME;
          if (length >= shortest) {
            out[next++] = scratch[lane];
          }
        }
      }
    }
    return next;
  }

  @Override
  public void addRows(
      final long table, final int stride, final int columns, final int[] rows, final int count, final float[] sum) {
    for (int index = 0; index < count; index++) {
      final long row = table + (long) rows[index] * stride * Float.BYTES;
      for (int column = 0; column < columns; column++) {
        sum[column] += Memory.float32(row + (long) column * Float.BYTES);
      }
    }
  }

  @Override
  public void multiply(final long columns, final int columnCount, final int rows, final float[] x, final float[] out) {
    for (int row = 0; row < rows; row++) {
      float sum = 0;
      for (int column = 0; column < columnCount; column++) {
        sum += Memory.float32(columns + ((long) column * rows + row) * Float.BYTES) * x[column];
      }
      out[row] = sum;
    }
  }

  @Override
  public float dot(final long row, final int columns, final float[] x, final float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0f);
    for (int column = 0; column < padded(columns); column++) {
      lanes[column % LANES] += Memory.float32(row + (long) column * Float.BYTES) * x[column];
    }
    return sum(lanes);
  }

  @Override
  public void scale(final float[] x, final int count, final float factor) {
    for (int index = 0; index < count; index++) {
      x[index] *= factor;
    }
  }

  @Override
  public void softmax(final float[] x, final int count, final float[] lanes) {
    float max = x[0];
    for (int index = 1; index < count; index++) {
      max = Math.max(max, x[index]);
    }
    Arrays.fill(lanes, 0, LANES, 0f);
    for (int index = 0; index < count; index++) {
      x[index] = Exponential.of(x[index] - max);
      lanes[index % LANES] += x[index];
    }
    final float sum = sum(lanes);
    for (int index = 0; index < count; index++) {
      x[index] /= sum;
    }
  }

  private static boolean isWhiteSpace(final byte value) {
    return value == ' ' || value >= 9 && value <= 13 || value == 0;
  }
}
