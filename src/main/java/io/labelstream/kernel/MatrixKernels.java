package io.labelstream.kernel;

/**
 * The arithmetic of transformers and convolutions. Stateless and thread-safe; nothing allocates.
 *
 * <p>Activations are rows in arrays on the heap: a start, a stride from row to row, and a number of columns. Weights are cut into panels of {@value #PANEL}
 * outputs, in which those of one input are side by side:
 *
 * <pre>
 *  in an array:       start of each output | weight of each output for input 0 | for input 1 | ...
 *  outside the heap:  bias of each output float32 | scale of each output float32 | weight of each output int8 or float32 for input 0 | for input 1 | ...
 * </pre>
 *
 * <p><b>The same bits everywhere</b>, as with {@link Kernels}. Here, multiplications and additions are fused where it is stated. A row of a product depends on
 * no other row, so that it is the same however many rows are multiplied at a time.
 */
public abstract sealed class MatrixKernels permits ScalarMatrixKernels, VectorMatrixKernels {
  /** The number of outputs of a panel. */
  public static final int PANEL = 32;

  /** The bytes of biases and scales. */
  static final int HEADER_BYTES = 2 * PANEL * Float.BYTES;
  private static final MatrixKernels PLAIN = new ScalarMatrixKernels();
  private static final MatrixKernels BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorMatrixKernels.provider() : PLAIN;

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given and they have 256 bits, plain loops elsewhere. */
  public static MatrixKernels best() {
    return BEST;
  }

  /** {@code columns} rounded up to whole panels. */
  public static int padded(final int columns) {
    return (columns + PANEL - 1) / PANEL * PANEL;
  }

  /** The number of floats in a panel in an array. */
  public static int panelFloats(final int inputs) {
    return PANEL * (inputs + 1);
  }

  /** The form of the weights outside the heap. The same integers have the same products in both. */
  public enum Weights {
    INT8(Byte.BYTES),
    FLOAT32(Float.BYTES);

    private final int bytes;

    Weights(final int bytes) {
      this.bytes = bytes;
    }

    /** The bytes of a weight. */
    public int bytes() {
      return bytes;
    }

    /** The number of bytes of a panel, a multiple of {@value #PANEL}. */
    public long panelBytes(final int inputs) {
      return HEADER_BYTES + (long) inputs * PANEL * bytes;
    }

    /** From the start of a panel to the weight of an output for an input. */
    public long weightOffset(final int input, final int output) {
      return HEADER_BYTES + ((long) input * PANEL + output) * bytes;
    }
  }

  /** From the start of a panel outside the heap to the bias of an output. */
  public static long biasOffset(final int output) {
    return (long) output * Float.BYTES;
  }

  /** From the start of a panel outside the heap to the scale of an output. */
  public static long scaleOffset(final int output) {
    return (long) (PANEL + output) * Float.BYTES;
  }

  /**
   * Multiplies rows by a panel outside the heap: {@code fma(sum, scale, bias)} for each output, where the sum begins with 0 and becomes
   * {@code fma(x, weight, sum)} for one input after the other.
   *
   * @param from the start of the first row in {@code x}
   * @param stride from the start of a row to the start of the next
   * @param rows at least 1
   * @param panel its address
   * @param weights its form
   * @param to the start of the first row in {@code out}, of which {@value #PANEL} elements are set
   */
  public abstract void multiply(
      float[] x, int from, int stride, int rows, int inputs, long panel, Weights weights, float[] out, int to, int outStride);

  /**
   * Multiplies one row by panels outside the heap that follow each other. Each output has the bits that it has in a product of rows.
   *
   * @param from the start of the row in {@code x}
   * @param panels the address of the first one
   * @param count the number of panels
   * @param to where the outputs of the first panel start in {@code out}
   */
  public abstract void multiplyRow(float[] x, int from, int inputs, long panels, int count, Weights weights, float[] out, int to);

  /**
   * Multiplies rows by a panel in an array: for each output, the sum begins with its start and becomes {@code fma(x, weight, sum)} for one input after the
   * other.
   *
   * @param panel where it starts in {@code panels}
   */
  public abstract void multiply(
      float[] x, int from, int stride, int rows, int inputs, float[] panels, int panel, float[] out, int to, int outStride);

  /**
   * Adds other rows to rows, and normalises each sum: {@code fma((x - mean) * factor, gain, shift)}, where the factor is the inverse of
   * {@code sqrt(variance + epsilon)}. The sums are those that {@link Kernels} states; squares are added by fused operations.
   *
   * @param x receives the result
   * @param others rows with the same start and stride
   * @param lanes scratch memory of {@link Kernels#LANES} elements
   */
  public abstract void addAndNormalise(
      float[] x, float[] others, int stride, int rows, int columns, float[] gain, float[] shift, float epsilon, float[] lanes);

  /**
   * The Gaussian error linear unit, {@code x / 2 * (1 + erf(x / sqrt 2))}, to within 3e-7 of {@code x}.
   *
   * @param from the first element
   * @param count a multiple of {@link Kernels#LANES}
   */
  public abstract void gelu(float[] x, int from, int count);

  /**
   * Turns rows into weights with a sum of 1: {@code exp(x - max) * (1 / sum)}.
   *
   * @param columns those that count; the row goes on to a multiple of {@link Kernels#LANES}, and these elements are undefined after the call
   * @param lanes scratch memory of {@link Kernels#LANES} elements
   */
  public abstract void softmax(float[] x, int stride, int rows, int columns, float[] lanes);
}
