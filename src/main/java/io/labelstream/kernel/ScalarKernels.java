package io.labelstream.kernel;

import java.util.Arrays;

/** Plain loops: for JVMs without the Vector API, and the reference that the vector variants are tested against. */
public final class ScalarKernels extends Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void copy(final byte[] source, final int from, final byte[] target, final int to, final int length) {
    System.arraycopy(source, from, target, to, length);
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
  public Encoding encoding(final byte[] text, final int from, final int to) {
    for (int position = from; position < to; position++) {
      if (text[position] < 0) {
        return Encoding.UTF8;
      }
    }
    return Encoding.ASCII;
  }

  @Override
  public void tokenHashes(final long[] first, final long[] second, final long[] lengths, final int count) {
    for (int token = 0; token < count; token++) {
      int hash = HASH_START;
      for (int index = 0; index < Math.min(lengths[token], 2 * Long.BYTES); index++) {
        final long bytes = index < Long.BYTES ? first[token] : second[token];
        hash = (hash ^ (byte) (bytes >>> Byte.SIZE * index)) * HASH_PRIME;
      }
      first[token] = hash;
    }
  }

  @Override
  public int subwordHashes(
      final byte[] text,
      final int from,
      final int to,
      final Encoding encoding,
      final int shortest,
      final int longest,
      final int[] scratch,
      final int[] out) {
    int next = 0;
    for (int block = from; block < to; block += LANES) {
      Arrays.fill(scratch, 0, LANES, HASH_START);
      Arrays.fill(scratch, LANES, 2 * LANES, 0);
      int growing = starts(text, block, Math.min(LANES, to - block));
      for (int step = 0; growing != 0; step++) {
        for (int left = growing; left != 0; left &= left - 1) {
          final int lane = Integer.numberOfTrailingZeros(left);
          final int position = block + lane + step;
          final boolean isBreak = text[position] == WORD_BREAK;
          final boolean isEnd = isBreak && step > 0;
          scratch[lane] = (scratch[lane] ^ (isEnd ? WORD_END : isBreak ? WORD_BEGIN : text[position])) * HASH_PRIME;
          if (isEnd || text[position + 1] >= FIRST_NON_CONTINUATION) {
            final int length = ++scratch[LANES + lane];
            if (length >= shortest && (length > 1 || text[block + lane] != WORD_BREAK)) {
              out[next++] = scratch[lane];
            }
            growing &= isEnd || length == longest ? ~(1 << lane) : -1;
          }
        }
      }
    }
    return next;
  }

  /** One bit for each byte of a block that starts a code point. */
  private static int starts(final byte[] text, final int block, final int lanes) {
    int starts = 0;
    for (int lane = 0; lane < lanes; lane++) {
      starts |= text[block + lane] >= FIRST_NON_CONTINUATION ? 1 << lane : 0;
    }
    return starts;
  }

  @Override
  public int split(final int[] ids, final int count, final int[] found, final int[] places, final int[] missing) {
    int foundCount = 0;
    int missingCount = 0;
    for (int index = 0; index < count; index++) {
      final int id = ids[index];
      found[foundCount] = id;
      places[foundCount] = index;
      foundCount += id >= 0 ? 1 : 0;
      missing[missingCount] = index;
      missingCount += id == MISSING ? 1 : 0;
    }
    return foundCount;
  }

  @Override
  public void remainders(final int[] x, final int count, final int divisor, final long reciprocal) {
    final int shift = reciprocalShift(divisor);
    for (int index = 0; index < count; index++) {
      final int quotient = (int) (Integer.toUnsignedLong(x[index]) * reciprocal >>> shift);
      final int remainder = x[index] - quotient * divisor;
      x[index] = Integer.compareUnsigned(remainder, divisor) < 0 ? remainder : remainder - divisor;
    }
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
