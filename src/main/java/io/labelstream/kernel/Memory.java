package io.labelstream.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads memory outside the heap at absolute addresses, little endian, aligned or not.
 *
 * <p><b>Nothing is checked.</b> A {@link MemorySegment} of the right size checks bounds and liveness at each access, which cost about 200 ns of the
 * 1,500 that a text of 43 tokens takes (measured on its dictionary lookups alone). Two rules stand in for the checks: every index that
 * can reach an address is proven to be in range when a model is opened, and {@code model.fasttext.Lifetime} keeps memory from being freed while a text is
 * classified.
 *
 * <p>Even the segment of all memory compares each address with its bounds, unless the compiler sees that the address cannot be outside them. Loops therefore
 * begin at {@link #start} and add what cannot be negative either, such as {@link #row}: this is worth 6 to 13 percent of a text's time.
 */
public final class Memory {
  /** All memory there is, as one segment: its bounds are constants, and it is never closed. */
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** More than any address, and so little that adding to it never overflows. */
  private static final long ADDRESS_BITS = Long.MAX_VALUE >>> 2;

  /** More than the bytes of any row. */
  private static final long ROW_BITS = (1L << 28) - 1;

  private Memory() {}

  /** The address of a segment, in a form that shows the compiler that it is not negative. */
  public static long start(final MemorySegment segment) {
    return start(segment.address());
  }

  /** An address, in a form that shows the compiler that it is not negative. */
  public static long start(final long address) {
    return address & ADDRESS_BITS;
  }

  /**
   * From the start of a table to one of its rows, in a form that shows the compiler that it is not negative.
   *
   * @param index the row's number, at least 0
   * @param rowBytes from one row to the next, less than 2^28
   */
  public static long row(final int index, final long rowBytes) {
    return Integer.toUnsignedLong(index) * (rowBytes & ROW_BITS);
  }

  public static byte int8(final long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  public static short int16(final long address) {
    return ALL.get(INT16, address);
  }

  public static int int32(final long address) {
    return ALL.get(INT32, address);
  }

  public static long int64(final long address) {
    return ALL.get(INT64, address);
  }

  public static float float32(final long address) {
    return ALL.get(FLOAT32, address);
  }
}
