package io.labelstream.model.file;

import java.io.ByteArrayOutputStream;

/**
 * Writes bits by their probabilities: an interval of 32-bit numbers is split in proportion at each bit, and its leading bytes are written as soon as all of its
 * numbers share them.
 */
final class BitWriter implements BitChannel {
  private static final int TOP = 24;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long high = 0xFFFF_FFFFL;

  /** The last of the numbers from {@code low} to {@code high} that stand for a 1. */
  static long middle(final long low, final long high, final int probability) {
    return low + ((high - low) * probability >>> PROBABILITY_BITS);
  }

  @Override
  public int code(final int bit, final int probability) {
    final long middle = middle(low, high, probability);
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while ((low ^ high) >>> TOP == 0) {
      out.write((int) (high >>> TOP));
      low = low << Byte.SIZE & 0xFFFF_FFFFL;
      high = high << Byte.SIZE & 0xFFFF_FFFFL | 0xFF;
    }
    return bit;
  }

  /** Ends the stream, with the fewest bytes that identify it if zeros are read after it, and returns it. */
  byte[] finish() {
    int bytes = low == 0 ? 0 : 1;
    while (bytes > 0 && (high & -1L << Integer.SIZE - Byte.SIZE * bytes) < low) {
      bytes++;
    }
    for (int index = 0; index < bytes; index++) {
      out.write((int) (high >>> TOP - Byte.SIZE * index));
    }
    return out.toByteArray();
  }
}
