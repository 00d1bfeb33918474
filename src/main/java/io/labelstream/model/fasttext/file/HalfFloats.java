package io.labelstream.model.fasttext.file;

import io.labelstream.model.file.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Tables of float32 stored as float16, without loss. Little endian. */
final class HalfFloats {
  private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private HalfFloats() {}

  /** True if each number of a table of float32 is exactly a half float, bit for bit. */
  static boolean holdExactly(final MemorySegment floats) {
    for (long position = 0; position < floats.byteSize(); position += Float.BYTES) {
      final float value = floats.get(LittleEndian.FLOAT32, position);
      if (Float.floatToRawIntBits(Float.float16ToFloat(Float.floatToFloat16(value))) != Float.floatToRawIntBits(value)) {
        return false;
      }
    }
    return true;
  }

  /** A table of float32 as a table of float16. */
  static byte[] narrowed(final MemorySegment floats) {
    final MemorySegment halves = MemorySegment.ofArray(new byte[Math.toIntExact(floats.byteSize() / 2)]);
    for (long position = 0; position < halves.byteSize(); position += Short.BYTES) {
      halves.set(INT16, position, Float.floatToFloat16(floats.get(LittleEndian.FLOAT32, 2 * position)));
    }
    return (byte[]) halves.heapBase().orElseThrow();
  }

  /** A table of float16 as a table of float32. */
  static MemorySegment widened(final MemorySegment halves) {
    final MemorySegment floats = MemorySegment.ofArray(new byte[Math.toIntExact(2 * halves.byteSize())]);
    for (long position = 0; position < halves.byteSize(); position += Short.BYTES) {
      floats.set(LittleEndian.FLOAT32, 2 * position, Float.float16ToFloat(halves.get(INT16, position)));
    }
    return floats;
  }
}
