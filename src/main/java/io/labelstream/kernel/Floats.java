package io.labelstream.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Work on whole tables of little-endian float32 when a model is opened: plain loops over small arrays, which are fast as soon as they are compiled at all.
 */
public final class Floats {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int AT_ONCE = 4096;
  /** A method is compiled after some hundred calls. With so few floats a call, compiled code handles most of them, even in a small table. */
  private static final int IN_ONE_CALL = 256;
  private static final int ALL_BUT_SIGN = 0x7FFFFFFF;
  private static final int EXPONENT_STEP = 0x00800000;

  private Floats() {}

  /** True if none of the floats is infinite or not a number. */
  public static boolean areFinite(final float[] floats) {
    return areFinite(floats, floats.length);
  }

  /** True if none of the floats in {@code table} is infinite or not a number. */
  public static boolean areFinite(final MemorySegment table) {
    final long count = table.byteSize() / Float.BYTES;
    final float[] floats = new float[(int) Math.min(AT_ONCE, count)];
    for (long from = 0; from < count; from += AT_ONCE) {
      final int chunk = (int) Math.min(AT_ONCE, count - from);
      MemorySegment.copy(table, FLOAT32, from * Float.BYTES, floats, 0, chunk);
      if (!areFinite(floats, chunk)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areFinite(final float[] floats, final int count) {
    for (int from = 0; from < count; from += IN_ONE_CALL) {
      if (!areFinite(floats, from, Math.min(from + IN_ONE_CALL, count))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areFinite(final float[] floats, final int from, final int to) {
    int sign = 0;
    for (int index = from; index < to; index++) {
      // An exponent of all ones overflows into the sign.
      sign |= (Float.floatToRawIntBits(floats[index]) & ALL_BUT_SIGN) + EXPONENT_STEP;
    }
    return sign >= 0;
  }

  /**
   * Multiplies rows by a matrix: {@code target[r][j] = sum over c of source[r][c] * matrix[c][j]}, added in the order of {@code c}.
   *
   * @param source {@code rows} rows of {@code columns} elements
   * @param matrix {@code columns} times {@code stride} elements
   * @param target receives {@code rows} rows of {@code stride} elements
   * @param stride a multiple of 4
   */
  public static void multiply(
      final float[] source, final int rows, final int columns, final float[] matrix, final float[] target, final int stride) {
    for (int row = 0; row < rows; row++) {
      final int read = row * columns;
      for (int at = 0; at < stride; at += 4) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int column = 0; column < columns; column++) {
          final float value = source[read + column];
          final int factors = column * stride + at;
          first += value * matrix[factors];
          second += value * matrix[factors + 1];
          third += value * matrix[factors + 2];
          fourth += value * matrix[factors + 3];
        }
        final int write = row * stride + at;
        target[write] = first;
        target[write + 1] = second;
        target[write + 2] = third;
        target[write + 3] = fourth;
      }
    }
  }
}
