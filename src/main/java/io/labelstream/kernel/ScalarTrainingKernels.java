package io.labelstream.kernel;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Plain loops: for JVMs without the Vector API, and the reference that the vector variants are tested against. */
public final class ScalarTrainingKernels extends TrainingKernels {
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void addToRows(final long table, final int stride, final int[] rows, final int count, final float[] x) {
    final long rowBytes = (long) stride * Float.BYTES;
    for (int index = 0; index < count; index++) {
      final long row = table + rows[index] * rowBytes;
      for (int column = 0; column < stride; column++) {
        final long at = row + (long) column * Float.BYTES;
        set(at, Memory.float32(at) + x[column]);
      }
    }
  }

  @Override
  public void step(
      final long table, final int stride, final int[] rows, final int count, final float[] factors, final float[] x, final float[] gradient) {
    final long rowBytes = (long) stride * Float.BYTES;
    for (int index = 0; index < count; index++) {
      final long row = table + rows[index] * rowBytes;
      final float factor = factors[index];
      for (int column = 0; column < stride; column++) {
        final long at = row + (long) column * Float.BYTES;
        final float weight = Memory.float32(at);
        gradient[column] += factor * weight;
        set(at, weight + factor * x[column]);
      }
    }
  }

  @Override
  public void products(
      final long table, final int stride, final int[] rows, final int count, final float[] x, final float[] out, final float[] lanes) {
    final long rowBytes = (long) stride * Float.BYTES;
    for (int index = 0; index < count; index++) {
      out[index] = Kernels.plain().dot(table + rows[index] * rowBytes, stride, x, lanes);
    }
  }

  private static void set(final long address, final float value) {
    Memory.ALL.set(FLOAT32, address, value);
  }
}
