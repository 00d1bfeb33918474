package io.labelstream.kernel;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API. The rules that {@link VectorKernels} states hold here as well: vectors stay in local variables of one method. */
public final class VectorTrainingKernels extends TrainingKernels {
  /** Made here, so that the JVM can do without this class where it is not used. */
  static TrainingKernels provider() {
    return new VectorTrainingKernels();
  }

  /** Apart, so that it is set up when it is first used. */
  private static final class Species {
    static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(WIDE, 8, 1, true);
    static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(WIDE, 4, 1, true);
    static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(WIDE, 2, 1, true);
    static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(WIDE, 1, 1, true);
  }

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  @Override
  public void addToRows(final long table, final int stride, final int[] rows, final int count, final float[] x) {
    int column = 0;
    for (; stride - column >= 4 * Species.WIDE.length(); column += 4 * Species.WIDE.length()) {
      addToRowsFourWide(table, stride, column, rows, count, x);
    }
    for (; column < stride; column += Species.WIDE.length()) {
      addToRowsWide(table, stride, column, rows, count, x);
    }
  }

  private static void addToRowsWide(final long table, final int stride, final int column, final int[] rows, final int count, final float[] x) {
    final long rowBytes = (long) stride * Float.BYTES;
    final long start = table + (long) column * Float.BYTES;
    final FloatVector added = FloatVector.fromArray(Species.WIDE, x, column);
    for (int index = 0; index < count; index++) {
      final long at = start + rows[index] * rowBytes;
      FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER).add(added).intoMemorySegment(Memory.ALL, at, ORDER);
    }
  }

  private static void addToRowsFourWide(final long table, final int stride, final int column, final int[] rows, final int count, final float[] x) {
    final int lanes = Species.WIDE.length();
    final long vectorBytes = (long) lanes * Float.BYTES;
    final long rowBytes = (long) stride * Float.BYTES;
    final long start = table + (long) column * Float.BYTES;
    final FloatVector first = FloatVector.fromArray(Species.WIDE, x, column);
    final FloatVector second = FloatVector.fromArray(Species.WIDE, x, column + lanes);
    final FloatVector third = FloatVector.fromArray(Species.WIDE, x, column + 2 * lanes);
    final FloatVector fourth = FloatVector.fromArray(Species.WIDE, x, column + 3 * lanes);
    for (int index = 0; index < count; index++) {
      final long at = start + rows[index] * rowBytes;
      FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER).add(first).intoMemorySegment(Memory.ALL, at, ORDER);
      FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + vectorBytes, ORDER).add(second).intoMemorySegment(Memory.ALL, at + vectorBytes, ORDER);
      FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + 2 * vectorBytes, ORDER)
          .add(third)
          .intoMemorySegment(Memory.ALL, at + 2 * vectorBytes, ORDER);
      FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at + 3 * vectorBytes, ORDER)
          .add(fourth)
          .intoMemorySegment(Memory.ALL, at + 3 * vectorBytes, ORDER);
    }
  }

  @Override
  public void step(
      final long table, final int stride, final int[] rows, final int count, final float[] factors, final float[] x, final float[] gradient) {
    final long rowBytes = (long) stride * Float.BYTES;
    for (int column = 0; column < stride; column += Species.WIDE.length()) {
      final long start = table + (long) column * Float.BYTES;
      final FloatVector input = FloatVector.fromArray(Species.WIDE, x, column);
      FloatVector total = FloatVector.fromArray(Species.WIDE, gradient, column);
      for (int index = 0; index < count; index++) {
        final long at = start + rows[index] * rowBytes;
        final FloatVector weights = FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, at, ORDER);
        final FloatVector factor = FloatVector.broadcast(Species.WIDE, factors[index]);
        total = total.add(weights.mul(factor));
        weights.add(input.mul(factor)).intoMemorySegment(Memory.ALL, at, ORDER);
      }
      total.intoArray(gradient, column);
    }
  }

  @Override
  public void products(
      final long table, final int stride, final int[] rows, final int count, final float[] x, final float[] out, final float[] lanes) {
    if (Species.WIDE.length() == Kernels.LANES) {
      productsOfWholeLanes(table, stride, rows, count, x, out);
      return;
    }
    final long rowBytes = (long) stride * Float.BYTES;
    for (int index = 0; index < count; index++) {
      final long row = table + rows[index] * rowBytes;
      for (int lane = 0; lane < Kernels.LANES; lane += Species.WIDE.length()) {
        FloatVector total = FloatVector.zero(Species.WIDE);
        for (int column = lane; column < stride; column += Kernels.LANES) {
          total =
              total.add(
                  FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, row + (long) column * Float.BYTES, ORDER)
                      .mul(FloatVector.fromArray(Species.WIDE, x, column)));
        }
        total.intoArray(lanes, lane);
      }
      out[index] = Kernels.sum(lanes);
    }
  }

  /** All partial sums are one vector here, and are added in its lanes: the way to memory and back would take most of the time. */
  private static void productsOfWholeLanes(final long table, final int stride, final int[] rows, final int count, final float[] x, final float[] out) {
    final long rowBytes = (long) stride * Float.BYTES;
    for (int index = 0; index < count; index++) {
      final long row = table + rows[index] * rowBytes;
      FloatVector total = FloatVector.zero(Species.WIDE);
      for (int column = 0; column < stride; column += Kernels.LANES) {
        total =
            total.add(
                FloatVector.fromMemorySegment(Species.WIDE, Memory.ALL, row + (long) column * Float.BYTES, ORDER)
                    .mul(FloatVector.fromArray(Species.WIDE, x, column)));
      }
      total = total.add(total.rearrange(Species.BY_8));
      total = total.add(total.rearrange(Species.BY_4));
      total = total.add(total.rearrange(Species.BY_2));
      out[index] = total.add(total.rearrange(Species.BY_1)).lane(0);
    }
  }
}
