package io.labelstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.kernel.MatrixKernels.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Plain loops and vectors return the same bits, and both what the same sums in doubles come to. */
class MatrixKernelsPropertyTest {
  private static final List<MatrixKernels> BOTH = List.of(new ScalarMatrixKernels(), VectorMatrixKernels.provider());
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int PANEL = MatrixKernels.PANEL;
  private static final float UNTOUCHED = 77f;
  private static final float SCALE = 0.01f;

  @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
  void shouldMultiplyByWeightsOfBytesInBothForms(
      @ForAll @IntRange(min = 1, max = 21) final int rows,
      @ForAll @IntRange(min = 1, max = 70) final int inputs,
      @ForAll @IntRange(max = 5) final int gap,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = inputs + gap;
    final float[] x = floats(random, gap + rows * stride);
    final byte[] weights = new byte[inputs * PANEL];
    random.nextBytes(weights);
    final float[] bias = floats(random, PANEL);
    final float[] scales = floats(random, PANEL);
    try (Arena arena = Arena.ofConfined()) {
      // When
      final List<float[]> products = Stream.of(Weights.values()).flatMap(form -> {
        final MemorySegment panel = panel(form, weights, bias, scales, arena);
        return BOTH.stream().map(kernels -> {
          final float[] out = untouched(gap + rows * (PANEL + gap));
          kernels.multiply(x, gap, stride, rows, inputs, panel.address(), form, out, gap, PANEL + gap);
          return out;
        });
      }).toList();
      // Then
      assertThat(products).hasSize(4).allSatisfy(product -> assertThat(bits(product)).isEqualTo(bits(products.getFirst())));
      assertProducts(products.getFirst(), gap, rows, (row, output) -> {
        double sum = 0;
        for (int input = 0; input < inputs; input++) {
          sum += (double) x[gap + row * stride + input] * weights[input * PANEL + output];
        }
        return sum * (scales[output] * SCALE) + bias[output];
      });
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
  void shouldMultiplyOneRowByPanelsAsRowsAreMultiplied(
      @ForAll @IntRange(min = 1, max = 70) final int inputs,
      @ForAll @IntRange(max = 5) final int gap,
      @ForAll @IntRange(min = 1, max = 11) final int count,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float[] x = floats(random, gap + inputs);
    final List<byte[]> weights = Stream.generate(() -> new byte[inputs * PANEL]).limit(count).peek(random::nextBytes).toList();
    final float[] bias = floats(random, PANEL);
    final float[] scales = floats(random, PANEL);
    for (final Weights form : Weights.values()) {
      try (Arena arena = Arena.ofConfined()) {
        final MemorySegment panels = arena.allocate(count * form.panelBytes(inputs));
        final float[] expected = untouched(gap + (count + 1) * PANEL);
        for (int panel = 0; panel < count; panel++) {
          final MemorySegment place = panels.asSlice(panel * form.panelBytes(inputs), form.panelBytes(inputs));
          place.copyFrom(panel(form, weights.get(panel), bias, scales, arena));
          BOTH.getFirst().multiply(x, gap, inputs, 1, inputs, place.address(), form, expected, gap + panel * PANEL, PANEL);
        }
        // When
        final List<float[]> products = BOTH.stream().map(kernels -> {
          final float[] out = untouched(expected.length);
          kernels.multiplyRow(x, gap, inputs, panels.address(), count, form, out, gap);
          return out;
        }).toList();
        // Then
        assertThat(products).allSatisfy(product -> assertThat(bits(product)).isEqualTo(bits(expected)));
      }
    }
  }

  private static MemorySegment panel(final Weights form, final byte[] weights, final float[] bias, final float[] scales, final Arena arena) {
    final int inputs = weights.length / PANEL;
    final MemorySegment panel = arena.allocate(form.panelBytes(inputs));
    for (int output = 0; output < PANEL; output++) {
      panel.set(FLOAT32, MatrixKernels.biasOffset(output), bias[output]);
      panel.set(FLOAT32, MatrixKernels.scaleOffset(output), scales[output] * SCALE);
      for (int input = 0; input < inputs; input++) {
        final byte weight = weights[input * PANEL + output];
        switch (form) {
          case INT8 -> panel.set(ValueLayout.JAVA_BYTE, form.weightOffset(input, output), weight);
          case FLOAT32 -> panel.set(FLOAT32, form.weightOffset(input, output), weight);
        }
      }
    }
    return panel;
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
  void shouldMultiplyByPanelsInArrays(
      @ForAll @IntRange(min = 1, max = 11) final int rows,
      @ForAll @IntRange(min = 1, max = 70) final int inputs,
      @ForAll @IntRange(max = 5) final int gap,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = inputs + gap;
    final float[] x = floats(random, gap + rows * stride);
    final float[] panels = floats(random, gap + MatrixKernels.panelFloats(inputs));
    // When
    final List<float[]> products = BOTH.stream().map(kernels -> {
      final float[] out = untouched(gap + rows * (PANEL + gap));
      kernels.multiply(x, gap, stride, rows, inputs, panels, gap, out, gap, PANEL + gap);
      return out;
    }).toList();
    // Then
    assertThat(bits(products.get(1))).isEqualTo(bits(products.get(0)));
    assertProducts(products.getFirst(), gap, rows, (row, output) -> {
      double sum = panels[gap + output];
      for (int input = 0; input < inputs; input++) {
        sum += (double) x[gap + row * stride + input] * panels[gap + PANEL * (input + 1) + output];
      }
      return sum;
    });
  }

  /** The elements between the rows of a product must stay as they were. */
  private static void assertProducts(final float[] out, final int gap, final int rows, final Product expected) {
    for (int index = 0; index < out.length; index++) {
      final int row = (index - gap) / (PANEL + gap);
      final int output = (index - gap) % (PANEL + gap);
      if (index < gap || output >= PANEL) {
        assertThat(out[index]).isEqualTo(UNTOUCHED);
      } else {
        assertThat((double) out[index]).isCloseTo(expected.of(row, output), within(5e-5));
      }
    }
  }

  private interface Product {
    double of(int row, int output);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
  void shouldAddAndNormalise(
      @ForAll @IntRange(min = 1, max = 5) final int rows,
      @ForAll @IntRange(min = 1, max = 140) final int columns,
      @ForAll @IntRange(max = 20) final int gap,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = columns + gap;
    final float[] x = floats(random, rows * stride);
    final float[] others = floats(random, rows * stride);
    final float[] gain = floats(random, columns);
    final float[] shift = floats(random, columns);
    // When
    final List<float[]> normalised = BOTH.stream().map(kernels -> {
      final float[] result = x.clone();
      kernels.addAndNormalise(result, others, stride, rows, columns, gain, shift, 1e-3f, dirtyLanes());
      return result;
    }).toList();
    // Then
    assertThat(bits(normalised.get(1))).isEqualTo(bits(normalised.get(0)));
    for (int row = 0; row < rows; row++) {
      double mean = 0;
      double squares = 0;
      for (int column = 0; column < columns; column++) {
        mean += (x[row * stride + column] + others[row * stride + column]) / (double) columns;
      }
      for (int column = 0; column < columns; column++) {
        squares += Math.pow(x[row * stride + column] + others[row * stride + column] - mean, 2) / columns;
      }
      for (int column = 0; column < columns; column++) {
        final double sum = x[row * stride + column] + others[row * stride + column];
        final double expected = (sum - mean) / Math.sqrt(squares + 1e-3f) * gain[column] + shift[column];
        assertThat((double) normalised.getFirst()[row * stride + column]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
  void shouldTurnRowsIntoWeights(
      @ForAll @IntRange(min = 1, max = 5) final int rows,
      @ForAll @IntRange(min = 1, max = 140) final int columns,
      @ForAll @IntRange(min = 1, max = 120) final int spread,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int stride = MatrixKernels.padded(columns);
    final float[] x = floats(random, rows * stride);
    for (int index = 0; index < x.length; index++) {
      x[index] = index % stride < columns ? x[index] * spread : Float.NaN;
    }
    // When
    final List<float[]> weights = BOTH.stream().map(kernels -> {
      final float[] result = x.clone();
      kernels.softmax(result, stride, rows, columns, dirtyLanes());
      return result;
    }).toList();
    // Then
    for (int row = 0; row < rows; row++) {
      final int start = row * stride;
      final float[] scalar = Arrays.copyOfRange(weights.get(0), start, start + columns);
      assertThat(bits(Arrays.copyOfRange(weights.get(1), start, start + columns))).isEqualTo(bits(scalar));
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        max = Math.max(max, x[start + column]);
      }
      for (int column = 0; column < columns; column++) {
        sum += Math.exp(x[start + column] - max);
      }
      for (int column = 0; column < columns; column++) {
        assertThat((double) scalar[column]).isCloseTo(Math.exp(x[start + column] - max) / sum, within(1e-6));
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
  void shouldApplyTheGaussianErrorLinearUnit(
      @ForAll @IntRange(min = 1, max = 20) final int blocks,
      @ForAll @IntRange(max = 70) final int from,
      @ForAll @IntRange(min = 1, max = 20) final int spread,
      @ForAll final long seed) {
    // Given
    final float[] x = floats(new Random(seed), from + (blocks + 1) * Kernels.LANES);
    for (int index = 0; index < x.length; index++) {
      x[index] *= spread;
    }
    // When
    final List<float[]> results = BOTH.stream().map(kernels -> {
      final float[] result = x.clone();
      kernels.gelu(result, from, blocks * Kernels.LANES);
      return result;
    }).toList();
    // Then
    assertThat(bits(results.get(1))).isEqualTo(bits(results.get(0)));
    for (int index = 0; index < x.length; index++) {
      final float expected = index >= from && index < from + blocks * Kernels.LANES ? ErrorFunction.gelu(x[index]) : x[index];
      assertThat(results.getFirst()[index]).isEqualTo(expected);
    }
  }

  private static float[] untouched(final int count) {
    final float[] values = new float[count];
    Arrays.fill(values, UNTOUCHED);
    return values;
  }

  private static float[] floats(final Random random, final int count) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static float[] dirtyLanes() {
    return untouched(Kernels.LANES);
  }

  private static int[] bits(final float[] values) {
    final int[] bits = new int[values.length];
    for (int index = 0; index < bits.length; index++) {
      bits[index] = Float.floatToRawIntBits(values[index]);
    }
    return bits;
  }
}
