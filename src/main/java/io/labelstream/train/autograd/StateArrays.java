package io.labelstream.train.autograd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Writes and reads arrays, whose lengths both sides know, little-endian. */
public final class StateArrays {
  private static final int BLOCK = 16_384;

  private StateArrays() {}

  /** Writes all numbers of an array. */
  public static void write(final float[] values, final DataOutput out) throws IOException {
    final byte[] bytes = new byte[BLOCK * Float.BYTES];
    for (int from = 0; from < values.length; from += BLOCK) {
      final int count = Math.min(BLOCK, values.length - from);
      floats(bytes).put(values, from, count);
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  /** Fills an array. */
  public static void read(final float[] values, final DataInput in) throws IOException {
    final byte[] bytes = new byte[BLOCK * Float.BYTES];
    for (int from = 0; from < values.length; from += BLOCK) {
      final int count = Math.min(BLOCK, values.length - from);
      in.readFully(bytes, 0, count * Float.BYTES);
      floats(bytes).get(values, from, count);
    }
  }

  private static FloatBuffer floats(final byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
