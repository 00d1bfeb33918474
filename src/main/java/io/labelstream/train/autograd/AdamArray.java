package io.labelstream.train.autograd;

import ai.djl.ndarray.NDArray;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An array of PyTorch that Adam trains (Kingma and Ba 2015), with decoupled weight decay (Loshchilov and Hutter 2019): one pass over its memory in place of one for
 * each operation. Parts may be trained by several threads at a time; nothing else may.
 */
public final class AdamArray implements TrainingState {
  private static final float FIRST = 0.9f;
  private static final float SECOND = 0.999f;
  /** The usual least size of a gradient that moves numbers at the full rate. */
  public static final float EPSILON = 1e-8f;

  /** The numbers that are copied at a time: they stay in the nearest cache. */
  private static final int BLOCK = 1024;

  private final NDArray array;
  private final MemorySegment values;
  private final float[] means;
  private final float[] squares;
  private final float decay;
  private final float epsilon;

  /**
   * @param array is trained in place, and has to stay open
   * @param decay the share of each number that a step at rate 1 would take away
   */
  public AdamArray(final NDArray array, final float decay) {
    this(array, decay, EPSILON);
  }

  /**
   * @param array is trained in place, and has to stay open
   * @param decay the share of each number that a step at rate 1 would take away
   * @param epsilon numbers whose gradients are smaller than this hardly move
   */
  public AdamArray(final NDArray array, final float decay, final float epsilon) {
    this.array = array;
    this.values = memory(array);
    this.means = new float[Math.toIntExact(array.size())];
    this.squares = new float[means.length];
    this.decay = decay;
    this.epsilon = epsilon;
  }

  /**
   * The numbers of an array of floats, row by row: those of the array itself if they are so in its memory, otherwise a copy. Valid until the array is closed, or is set,
   * which gives it other memory.
   */
  public static MemorySegment memory(final NDArray array) {
    return MemorySegment.ofBuffer(array.toByteBuffer(true));
  }

  /** The array itself. */
  public NDArray array() {
    return array;
  }

  /** The number of numbers. */
  public int size() {
    return means.length;
  }

  /**
   * Moves the numbers from {@code from} to {@code to}.
   *
   * @param gradient of all numbers
   * @param step the number of this step, from 1
   */
  public void step(final MemorySegment gradient, final int from, final int to, final float rate, final int step) {
    final float firstShare = (float) (rate / (1 - Math.pow(FIRST, step)));
    final float secondShare = (float) (1 / (1 - Math.pow(SECOND, step)));
    final float kept = decay > 0 ? 1 - rate * decay : 1;
    final float[] numbers = new float[BLOCK];
    final float[] gradients = new float[BLOCK];
    for (int start = from; start < to; start += BLOCK) {
      final int count = Math.min(BLOCK, to - start);
      MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, (long) start * Float.BYTES, numbers, 0, count);
      MemorySegment.copy(gradient, ValueLayout.JAVA_FLOAT, (long) start * Float.BYTES, gradients, 0, count);
      moments(gradients, start, count);
      move(numbers, start, count, firstShare, secondShare, kept);
      MemorySegment.copy(numbers, 0, values, ValueLayout.JAVA_FLOAT, (long) start * Float.BYTES, count);
    }
  }

  private void moments(final float[] gradients, final int start, final int count) {
    for (int at = 0; at < count; at++) {
      final float gradient = gradients[at];
      means[start + at] = means[start + at] * FIRST + gradient * (1 - FIRST);
      squares[start + at] = squares[start + at] * SECOND + gradient * gradient * (1 - SECOND);
    }
  }

  private void move(final float[] numbers, final int start, final int count, final float firstShare, final float secondShare, final float kept) {
    for (int at = 0; at < count; at++) {
      final float size = (float) Math.sqrt(squares[start + at] * secondShare) + epsilon;
      numbers[at] = numbers[at] * kept - means[start + at] * firstShare / size;
    }
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    StateArrays.write(array.toFloatArray(), out);
    StateArrays.write(means, out);
    StateArrays.write(squares, out);
  }

  @Override
  public void read(final DataInput in) throws IOException {
    final float[] numbers = new float[means.length];
    StateArrays.read(numbers, in);
    MemorySegment.copy(numbers, 0, values, ValueLayout.JAVA_FLOAT, 0, numbers.length);
    StateArrays.read(means, in);
    StateArrays.read(squares, in);
  }
}
