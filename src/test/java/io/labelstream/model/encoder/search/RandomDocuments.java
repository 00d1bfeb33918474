package io.labelstream.model.encoder.search;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Rows of random bytes that are clustered, as the vectors of texts are. */
public final class RandomDocuments {
  private static final float SCALE = 1f / 300;

  private final Random random;
  private final int dimensions;
  private final byte[][] centres;

  public RandomDocuments(final long seed, final int dimensions) {
    this.random = new Random(seed);
    this.dimensions = dimensions;
    this.centres = new byte[20][dimensions];
    for (final byte[] centre : centres) {
      random.nextBytes(centre);
    }
  }

  public DocumentRows rows(final int count) {
    final byte[] values = new byte[count * dimensions];
    for (int document = 0; document < count; document++) {
      final float[] vector = vector();
      for (int at = 0; at < dimensions; at++) {
        values[document * dimensions + at] = (byte) vector[at];
      }
    }
    return new DocumentRows(count, dimensions, SCALE, MemorySegment.ofArray(values));
  }

  /** A vector that may be near to some documents. */
  public float[] vector() {
    final byte[] centre = centres[random.nextInt(centres.length)];
    final float[] vector = new float[dimensions];
    for (int at = 0; at < dimensions; at++) {
      vector[at] = Math.clamp(centre[at] / 2 + random.nextInt(-60, 61), -127, 127);
    }
    return vector;
  }
}
