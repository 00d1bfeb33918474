package io.labelstream.benchmark;

import io.labelstream.kernel.MatrixKernels.Weights;
import io.labelstream.kernel.MatrixKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The product of rows and a matrix outside the heap, in floating-point operations a nanosecond: a multiplication and an addition are two. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatrixBenchmark {
  @Param({"8", "16", "64", "256"})
  public int rows;

  /** Inputs and outputs. */
  @Param({"384x384", "384x1536", "1536x384"})
  public String shape;

  @Param({"INT8", "FLOAT32"})
  public Weights weights;

  private final MatrixKernels kernels = MatrixKernels.best();
  private final Arena arena = Arena.ofConfined();
  private int inputs;
  private int outputs;
  private MemorySegment panels;
  private float[] x;
  private float[] out;

  /** The operations of all products. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Operations {
    public long operations;

    @Setup(Level.Iteration)
    public void clear() {
      operations = 0;
    }
  }

  @Setup
  public void fill() {
    inputs = Integer.parseInt(shape.split("x")[0]);
    outputs = Integer.parseInt(shape.split("x")[1]);
    final Random random = new Random(1);
    panels = arena.allocate(outputs / MatrixKernels.PANEL * weights.panelBytes(inputs), MatrixKernels.PANEL);
    for (int panel = 0; panel < outputs / MatrixKernels.PANEL; panel++) {
      for (int input = 0; input < inputs; input++) {
        for (int output = 0; output < MatrixKernels.PANEL; output++) {
          final long at = panel * weights.panelBytes(inputs) + weights.weightOffset(input, output);
          switch (weights) {
            case INT8 -> panels.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
            case FLOAT32 -> panels.set(ValueLayout.JAVA_FLOAT, at, (byte) random.nextInt());
          }
        }
      }
    }
    x = new float[rows * inputs];
    for (int index = 0; index < x.length; index++) {
      x[index] = random.nextFloat();
    }
    out = new float[rows * outputs];
  }

  @Benchmark
  public float[] multiply(final Operations count) {
    for (int panel = 0; panel < outputs / MatrixKernels.PANEL; panel++) {
      final long start = panels.address() + panel * weights.panelBytes(inputs);
      kernels.multiply(x, 0, inputs, rows, inputs, start, weights, out, panel * MatrixKernels.PANEL, outputs);
    }
    count.operations += 2L * rows * inputs * outputs;
    return out;
  }

  @TearDown
  public void close() {
    arena.close();
  }
}
