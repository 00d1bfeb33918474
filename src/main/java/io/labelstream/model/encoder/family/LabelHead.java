package io.labelstream.model.encoder.family;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.Memory;
import io.labelstream.model.Labels;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;
import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.matrix.FloatMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * {@link LabelRows} off the heap.
 *
 * <pre>
 *  columns:  dimensions × stride float32: each dimension of all rows; stride is the number of rows, rounded up to whole {@link Kernels#LANES}
 *  biases:   rows float32
 *  owners:   rows int32, the label of each row
 * </pre>
 */
final class LabelHead implements OpenedHead {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT;
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;

  private final Kernels kernels = Kernels.best();
  private final Labels labels;
  private final int dimensions;
  private final int rows;
  private final float scale;
  private final MemorySegment columns;
  private final MemorySegment biases;
  private final MemorySegment owners;

  private LabelHead(final LabelRows head, final Labels labels, final Arena arena) {
    final FloatMatrix matrix = head.rows();
    this.labels = labels;
    this.dimensions = matrix.columns();
    this.rows = matrix.rows();
    this.scale = head.scale();
    final int stride = Kernels.padded(rows);
    this.columns = arena.allocate((long) dimensions * stride * Float.BYTES, Long.BYTES);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < dimensions; column++) {
        columns.setAtIndex(FLOAT32, (long) column * stride + row, matrix.values()[row * dimensions + column]);
      }
    }
    this.biases = arena.allocateFrom(FLOAT32, head.bias());
    this.owners = arena.allocateFrom(INT32, head.labelOfRow());
  }

  static LabelHead of(final LabelRows head, final Labels labels, final Arena arena) {
    return new LabelHead(head, labels, arena);
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final LabelRows head) {
    final long rows = head.rows().rows();
    return (long) head.rows().columns() * Kernels.padded((int) rows) * Float.BYTES + rows * (Float.BYTES + Integer.BYTES);
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public HeadSession newSession() {
    return new Session();
  }

  /** Scratch memory of one thread. */
  private final class Session implements HeadSession {
    private final float[] margins = new float[Kernels.padded(rows)];
    private final float[] scores = new float[Kernels.padded(labels.size())];
    private final float[] lanes = new float[Kernels.LANES];
    private final LeastKeys best = new LeastKeys();

    @Override
    public void score(final float[] vector, final Predictions predictions) {
      kernels.multiply(columns.address(), dimensions, margins.length, vector, margins);
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
      float sum = 0;
      for (int row = 0; row < rows; row++) {
        final float margin = scale * margins[row] + Memory.float32(biases.address() + Memory.row(row, Float.BYTES));
        final int label = Memory.int32(owners.address() + Memory.row(row, Integer.BYTES));
        scores[label] = Math.max(scores[label], margin);
        sum += Math.abs(margin);
      }
      if (!Float.isFinite(sum)) {
        return;
      }
      kernels.softmax(scores, labels.size(), lanes);
      final float threshold = predictions.threshold();
      best.start(Math.min(predictions.capacity(), labels.size()), Long.MAX_VALUE);
      for (int label = 0; label < labels.size(); label++) {
        if (scores[label] >= threshold) {
          final long key = LeastKeys.ofScore(scores[label], label);
          if (key < best.bar()) {
            best.add(key);
          }
        }
      }
      best.sort();
      for (int rank = 0; rank < best.count(); rank++) {
        predictions.append(LeastKeys.id(best.key(rank)), LeastKeys.score(best.key(rank)));
      }
    }
  }
}
