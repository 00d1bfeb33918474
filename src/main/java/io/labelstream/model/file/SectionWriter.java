package io.labelstream.model.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Writes numbers and blocks one after the other, through a buffer. Little endian, packed. Not thread-safe. */
public final class SectionWriter {
  private static final int SMALLEST_BUFFER = 1 << 16;

  private final WritableByteChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(SMALLEST_BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private MemorySegment memory = MemorySegment.ofBuffer(buffer);
  private long written;

  public SectionWriter(final WritableByteChannel channel) {
    this.channel = channel;
  }

  public void int32(final int value) throws IOException {
    need(Integer.BYTES).putInt(value);
  }

  public void int64(final long value) throws IOException {
    need(Long.BYTES).putLong(value);
  }

  public void float64(final double value) throws IOException {
    need(Double.BYTES).putDouble(value);
  }

  /** A C++ {@code bool}: one byte, 0 or 1. */
  public void flag(final boolean value) throws IOException {
    need(1).put((byte) (value ? 1 : 0));
  }

  public void bytes(final MemorySegment block) throws IOException {
    for (long from = 0; from < block.byteSize(); from += SMALLEST_BUFFER) {
      final int count = (int) Math.min(SMALLEST_BUFFER, block.byteSize() - from);
      MemorySegment.copy(block, from, window(count), 0, count);
      windowWritten(count);
    }
  }

  /** Memory of {@code bytes} bytes for the caller to fill, before it calls {@link #windowWritten}. */
  public MemorySegment window(final int bytes) throws IOException {
    drain();
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
      memory = MemorySegment.ofBuffer(buffer);
    }
    return memory;
  }

  /** Takes the first {@code bytes} bytes of the window. */
  public void windowWritten(final int bytes) {
    buffer.position(bytes);
  }

  /** Writes the rest of the buffer, and returns the number of bytes written in all. */
  public long finish() throws IOException {
    drain();
    return written;
  }

  private ByteBuffer need(final int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      written += channel.write(buffer);
    }
    buffer.clear();
  }
}
