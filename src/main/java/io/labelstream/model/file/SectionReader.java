package io.labelstream.model.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.lang.foreign.MemorySegment;

/** Walks forward through a file's bytes; every step is checked against the bytes that are left. Little endian, packed. Not thread-safe. */
public final class SectionReader {
  private final MemorySegment file;
  private long position;

  public SectionReader(final MemorySegment file) {
    this.file = file;
  }

  public long position() {
    return position;
  }

  public long remaining() {
    return file.byteSize() - position;
  }

  public int int32(final String field) throws ModelRefusedException {
    final int value = need(Integer.BYTES, field).get(LittleEndian.INT32, position);
    position += Integer.BYTES;
    return value;
  }

  public long int64(final String field) throws ModelRefusedException {
    final long value = need(Long.BYTES, field).get(LittleEndian.INT64, position);
    position += Long.BYTES;
    return value;
  }

  public void skip(final long bytes, final String field) throws ModelRefusedException {
    need(bytes, field);
    position += bytes;
  }

  /** A C++ {@code bool}: one byte, 0 or 1. */
  public boolean flag(final String field) throws ModelRefusedException {
    final byte value = need(1, field).get(LittleEndian.INT8, position);
    if (value != 0 && value != 1) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, field + " is " + value + " at byte " + position + ", expected 0 or 1");
    }
    position++;
    return value == 1;
  }

  /** The next {@code count * width} bytes, as a view. */
  public MemorySegment block(final long count, final long width, final String field) throws ModelRefusedException {
    if (count < 0 || width > 0 && count > remaining() / width) {
      throw truncated(field, count + " x " + width + " bytes");
    }
    final MemorySegment block = file.asSlice(position, count * width);
    position += count * width;
    return block;
  }

  private MemorySegment need(final long bytes, final String field) throws ModelRefusedException {
    if (bytes > remaining()) {
      throw truncated(field, bytes + " bytes");
    }
    return file;
  }

  private ModelRefusedException truncated(final String field, final String needed) {
    return new ModelRefusedException(
        ModelDefect.TRUNCATED, field + " needs " + needed + " at byte " + position + ", but " + remaining() + " are left");
  }
}
