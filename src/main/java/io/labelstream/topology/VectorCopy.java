package io.labelstream.topology;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.vector.ByteCodes;
import io.labelstream.model.vector.SignCodes;
import io.labelstream.wire.TextVector;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The vectors of one slot's texts in the form in which they are written. Its arrays are reused for one text after the other. Not thread-safe. */
interface VectorCopy {
  /** The same for all slots and versions, so that codes of the same encoder are to be compared. */
  long ROTATION = 0;

  /** Takes the vector of the text that a session has classified last. The result is valid until the next call. */
  TextVector of(ClassifierSession session);

  /**
   * Copies in a form.
   *
   * @param dimensions as many as are written, the first ones
   */
  static VectorCopy of(final VectorForm form, final int dimensions) {
    return switch (form) {
      case NONE -> _ -> TextVector.None.NONE;
      case FLOAT32 -> floats(dimensions);
      case INT8 -> integers(dimensions);
      case BITS -> bits(new SignCodes(dimensions, ROTATION));
    };
  }

  private static VectorCopy floats(final int dimensions) {
    final float[] floats = new float[dimensions];
    final TextVector copy = new TextVector.Float32(floats);
    return session -> {
      System.arraycopy(session.vector(), 0, floats, 0, dimensions);
      return copy;
    };
  }

  private static VectorCopy integers(final int dimensions) {
    final byte[] codes = new byte[dimensions];
    return session -> new TextVector.Int8(codes, ByteCodes.encode(session.vector(), 0, dimensions, codes));
  }

  private static VectorCopy bits(final SignCodes codes) {
    final long[] words = new long[codes.words()];
    final byte[] bytes = new byte[words.length * Long.BYTES];
    final MemorySegment target = MemorySegment.ofArray(bytes);
    final TextVector copy = new TextVector.Bits(bytes);
    return session -> {
      codes.encode(session.vector(), words);
      MemorySegment.copy(words, 0, target, ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0, words.length);
      return copy;
    };
  }
}
