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
 */
public final class Memory {
  /** All memory there is, as one segment: its bounds are constants, and it never ends to live. */
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Memory() {}

  public static byte int8(final long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
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
