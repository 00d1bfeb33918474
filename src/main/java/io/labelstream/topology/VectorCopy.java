package io.labelstream.topology;

import io.labelstream.wire.TextVector;

/** The vectors of one slot's texts in the form in which they are written. Its arrays are reused for one text after the other. Not thread-safe. */
final class VectorCopy {
  private static final int GREATEST = 127;

  private final VectorForm form;
  private final float[] floats;
  private final byte[] bytes;
  private final TextVector whole;

  VectorCopy(final VectorForm form, final int dimensions) {
    this.form = form;
    this.floats = new float[dimensions];
    this.bytes = new byte[dimensions];
    this.whole = new TextVector.Float32(floats);
  }

  /** Takes a vector, perhaps followed by zeros. The result is valid until the next call. */
  TextVector of(final float[] vector) {
    return switch (form) {
      case NONE -> TextVector.None.NONE;
      case FLOAT32 -> {
        System.arraycopy(vector, 0, floats, 0, floats.length);
        yield whole;
      }
      case INT8 -> quantised(vector);
    };
  }

  private TextVector quantised(final float[] vector) {
    float most = 0;
    for (int dimension = 0; dimension < bytes.length; dimension++) {
      most = Math.max(most, Math.abs(vector[dimension]));
    }
    final float scale = most / GREATEST;
    for (int dimension = 0; dimension < bytes.length; dimension++) {
      bytes[dimension] = (byte) (scale > 0 ? Math.clamp(Math.round(vector[dimension] / scale), -GREATEST, GREATEST) : 0);
    }
    return new TextVector.Int8(bytes, scale);
  }
}
