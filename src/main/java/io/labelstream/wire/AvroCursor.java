package io.labelstream.wire;

/**
 * Walks over one Avro value in binary form, and remembers where its texts are. Reused; not thread-safe.
 *
 * <p>Every method checks that it stays within the value.
 */
final class AvroCursor {
  private static final int MOST_LEVELS = 256;
  /** Beyond the number of bytes: nobody writes so many nulls, and they could be claimed by the billion. */
  private static final int MOST_EMPTY = 1 << 16;
  private static final int MOST_BYTES_OF_INT = 5;
  private static final int MOST_BYTES_OF_LONG = 10;
  private static final byte[] NOTHING = new byte[0];

  private final TextParts texts;
  private byte[] bytes = NOTHING;
  private int position;
  private int levels;
  private int empty;

  /** @param texts told where texts are */
  AvroCursor(final TextParts texts) {
    this.texts = texts;
  }

  void reset(final byte[] value, final int from) {
    texts.clear();
    bytes = value;
    position = from;
    levels = 0;
    empty = 0;
  }

  /** How many texts were taken so far. */
  int texts() {
    return texts.count();
  }

  int remaining() {
    return bytes.length - position;
  }

  void skip(final long count) throws UndecodableValueException {
    if (count < 0 || count > remaining()) {
      throw undecodable(count + " bytes follow by its own account, but " + remaining() + " do");
    }
    position += (int) count;
  }

  void skipString() throws UndecodableValueException {
    skip(readLong());
  }

  void takeText(final int text) throws UndecodableValueException {
    final long length = readLong();
    final int from = position;
    skip(length);
    texts.set(text, bytes, from, (int) length);
  }

  int readInt() throws UndecodableValueException {
    final long raw = readVarint(MOST_BYTES_OF_INT);
    // The fifth byte can carry more than an int holds; Avro drops the excess.
    final int n = (int) raw;
    return n >>> 1 ^ -(n & 1);
  }

  long readLong() throws UndecodableValueException {
    final long n = readVarint(MOST_BYTES_OF_LONG);
    return n >>> 1 ^ -(n & 1);
  }

  /** The index of a union's branch or of an enum's symbol. */
  int readIndex(final int count) throws UndecodableValueException {
    final int index = readInt();
    if (index < 0 || index >= count) {
      throw undecodable("choice " + index + " was made before, but the schema has " + count + " choices there");
    }
    return index;
  }

  /** Counts a value that may take no byte: a value of all bytes has few of them. */
  void countEmpty() throws UndecodableValueException {
    if (++empty > bytes.length + MOST_EMPTY) {
      throw undecodable("has more than " + MOST_EMPTY + " values that take no byte");
    }
  }

  /** Goes one level into a schema that can contain itself, or into a list. */
  void enter() throws UndecodableValueException {
    if (++levels > MOST_LEVELS) {
      throw undecodable("nested deeper than " + MOST_LEVELS + " levels");
    }
  }

  void leave() {
    levels--;
  }

  void requireEnd() throws UndecodableValueException {
    if (remaining() > 0) {
      throw undecodable("it is complete, but " + remaining() + " more bytes follow");
    }
  }

  /** A failure here, with its place from the start of the record's value. */
  UndecodableValueException undecodable(final String what) {
    return new UndecodableValueException("Avro value at byte " + position + ": " + what);
  }

  private long readVarint(final int mostBytes) throws UndecodableValueException {
    long value = 0;
    for (int i = 0; i < mostBytes; i++) {
      if (position == bytes.length) {
        throw undecodable("breaks off within a number");
      }
      final byte b = bytes[position++];
      value |= (b & 0x7FL) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw undecodable("a number before has more than " + mostBytes + " bytes");
  }
}
