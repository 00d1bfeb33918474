package io.labelstream.model.file;

/** Reads bits written by {@link BitWriter}; the stream is followed by zeros. */
final class BitReader implements BitChannel {
  private static final int TOP = 24;

  private final byte[] stream;
  private int position;
  private long low;
  private long high = 0xFFFF_FFFFL;
  private long value;

  BitReader(final byte[] stream) {
    this.stream = stream;
    for (int index = 0; index < Integer.BYTES; index++) {
      value = value << Byte.SIZE | next();
    }
  }

  @Override
  public int code(final int bit, final int probability) {
    final long middle = BitWriter.middle(low, high, probability);
    final int read;
    if (value <= middle) {
      high = middle;
      read = 1;
    } else {
      low = middle + 1;
      read = 0;
    }
    while ((low ^ high) >>> TOP == 0) {
      low = low << Byte.SIZE & 0xFFFF_FFFFL;
      high = high << Byte.SIZE & 0xFFFF_FFFFL | 0xFF;
      value = value << Byte.SIZE & 0xFFFF_FFFFL | next();
    }
    return read;
  }

  private int next() {
    return position < stream.length ? stream[position++] & 0xFF : 0;
  }
}
