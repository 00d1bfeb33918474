package io.labelstream.train.evaluate;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.LeastKeys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.stream.Stream;

/** Vectors of float32 outside the heap, all of which are compared with one. Not thread-safe. */
final class VectorScan implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment rows;
  private final int count;
  private final int stride;
  private final float[] padded;
  private final float[] lanes = new float[Kernels.LANES];
  private final LeastKeys best = new LeastKeys();

  private VectorScan(final Arena arena, final MemorySegment rows, final int count, final int stride) {
    this.arena = arena;
    this.rows = rows;
    this.count = count;
    this.stride = stride;
    this.padded = new float[stride];
  }

  /** Vectors of as many dimensions, and of unit length or all zeros. */
  static VectorScan of(final Stream<float[]> vectors, final int count, final int dimensions) {
    final Arena arena = Arena.ofShared();
    final int stride = Kernels.padded(dimensions);
    final MemorySegment rows = arena.allocate((long) count * stride * Float.BYTES + Kernels.OVERREAD_BYTES, Kernels.OVERREAD_BYTES);
    final Iterator<float[]> each = vectors.iterator();
    for (long row = 0; row < count; row++) {
      MemorySegment.copy(each.next(), 0, rows, ValueLayout.JAVA_FLOAT, row * stride * Float.BYTES, dimensions);
    }
    return new VectorScan(arena, rows, count, stride);
  }

  /** The bytes of the vectors. */
  long bytes() {
    return (long) count * stride * Float.BYTES;
  }

  /** The nearest vectors with a cosine of at least 0 by their places, best first. */
  int[] nearest(final float[] vector, final int most) {
    System.arraycopy(vector, 0, padded, 0, vector.length);
    best.start(Math.min(most, count), Long.MAX_VALUE);
    for (int row = 0; row < count; row++) {
      final float cosine = Kernels.best().dot(rows.address() + (long) row * stride * Float.BYTES, vector.length, padded, lanes);
      if (cosine > 0) {
        final long key = LeastKeys.ofScore(cosine, row);
        if (key < best.bar()) {
          best.add(key);
        }
      }
    }
    best.sort();
    final int[] places = new int[best.count()];
    for (int rank = 0; rank < places.length; rank++) {
      places[rank] = LeastKeys.id(best.key(rank));
    }
    return places;
  }

  @Override
  public void close() {
    arena.close();
  }
}
