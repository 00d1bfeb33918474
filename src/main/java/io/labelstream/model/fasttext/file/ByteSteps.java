package io.labelstream.model.fasttext.file;

import io.labelstream.model.file.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;

/**
 * Tables of float32 stored as one byte per number, without loss: each number of a column is a whole multiple, from -127 to 127, of the column's step, which is
 * a half float. Products are exact in float32.
 */
public final class ByteSteps {
  private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MOST = 127;

  /** With fewer numbers than this, the steps take more bytes than they save. */
  private static final int FEWEST = 256;

  private ByteSteps() {}

  /** True if this many numbers should be stored like this when possible. */
  public static boolean pay(final long numbers) {
    return numbers >= FEWEST;
  }

  /**
   * Replaces each number by the nearest multiple of its column's step, where the step is such that the column's greatest number is 127 steps.
   *
   * @param column the column of the number at an index, from 0 to {@code columns} - 1
   */
  public static void round(final float[] values, final int columns, final IntUnaryOperator column) {
    final float[] steps = steps(MemorySegment.ofArray(values), columns, column);
    for (int index = 0; index < values.length; index++) {
      final float step = steps[column.applyAsInt(index)];
      // Adding 0 turns a negative zero into a positive one.
      values[index] = step == 0 ? 0f : Math.round(values[index] / step) * step + 0f;
    }
  }

  /** True if each number of a table of float32 is exactly a multiple of its column's step, bit for bit. */
  static boolean holdExactly(final MemorySegment floats, final int columns, final IntUnaryOperator column) {
    final float[] steps = steps(floats, columns, column);
    for (int index = 0; index < floats.byteSize() / Float.BYTES; index++) {
      final float value = floats.get(LittleEndian.FLOAT32, (long) index * Float.BYTES);
      final float step = steps[column.applyAsInt(index)];
      if (Float.floatToRawIntBits(multiple(value, step) * step) != Float.floatToRawIntBits(value)) {
        return false;
      }
    }
    return true;
  }

  /** A table of float32 as bytes. */
  static byte[] narrowed(final MemorySegment floats, final int columns, final IntUnaryOperator column) {
    final float[] steps = steps(floats, columns, column);
    final byte[] bytes = new byte[Math.toIntExact(floats.byteSize() / Float.BYTES)];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) multiple(floats.get(LittleEndian.FLOAT32, (long) index * Float.BYTES), steps[column.applyAsInt(index)]);
    }
    return bytes;
  }

  /** The steps of a table of float32, as a table of float16. */
  static byte[] halfSteps(final MemorySegment floats, final int columns, final IntUnaryOperator column) {
    return HalfFloats.narrowed(MemorySegment.ofArray(steps(floats, columns, column)));
  }

  /** Bytes and float16 steps as a table of float32. */
  static MemorySegment widened(final MemorySegment bytes, final MemorySegment halfSteps, final IntUnaryOperator column) {
    final MemorySegment floats = MemorySegment.ofArray(new byte[Math.toIntExact(bytes.byteSize() * Float.BYTES)]);
    for (int index = 0; index < bytes.byteSize(); index++) {
      final float step = Float.float16ToFloat(halfSteps.get(INT16, (long) column.applyAsInt(index) * Short.BYTES));
      floats.set(LittleEndian.FLOAT32, (long) index * Float.BYTES, bytes.get(LittleEndian.INT8, index) * step);
    }
    return floats;
  }

  private static int multiple(final float value, final float step) {
    return step == 0 ? 0 : Math.round(value / step);
  }

  private static float[] steps(final MemorySegment floats, final int columns, final IntUnaryOperator column) {
    final float[] steps = new float[columns];
    for (int index = 0; index < floats.byteSize() / Float.BYTES; index++) {
      final int at = column.applyAsInt(index);
      steps[at] = Math.max(steps[at], Math.abs(floats.get(LittleEndian.FLOAT32, (long) index * Float.BYTES)));
    }
    for (int at = 0; at < columns; at++) {
      steps[at] = Float.float16ToFloat(Float.floatToFloat16(steps[at] / MOST));
    }
    return steps;
  }
}
