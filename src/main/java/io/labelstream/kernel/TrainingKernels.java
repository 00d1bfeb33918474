package io.labelstream.kernel;

/**
 * The arithmetic of stochastic gradient descent on rows of two tables, beside what {@link Kernels} has. Stateless and thread-safe; nothing allocates.
 *
 * <p>Tables are little-endian float32 outside the heap, given by their address, see {@link Memory} for the duties of the caller. Rows have
 * {@code stride} floats, a multiple of {@link Kernels#LANES}, and so have the arrays: no loop has a tail. All providers return the same bits; there is no
 * fused multiply-add. Several threads may write to one table at a time: each float then holds what one of them wrote.
 */
public abstract sealed class TrainingKernels permits ScalarTrainingKernels, VectorTrainingKernels {
  private static final TrainingKernels PLAIN = new ScalarTrainingKernels();
  private static final TrainingKernels BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? VectorTrainingKernels.provider() : PLAIN;

  /** The provider of this JVM: vectors where {@code --add-modules jdk.incubator.vector} was given, plain loops elsewhere. */
  public static TrainingKernels best() {
    return BEST;
  }

  /**
   * Adds a vector to rows: {@code table[rows[i]][c] += x[c]} for each {@code i} below {@code count}, as often as a row is named.
   *
   * @param x at least {@code stride} elements
   */
  public abstract void addToRows(long table, int stride, int[] rows, int count, float[] x);

  /**
   * The step of a linear layer: for each {@code i} below {@code count} in turn, {@code gradient[c] += factors[i] * table[rows[i]][c]}, and then
   * {@code table[rows[i]][c] += factors[i] * x[c]}.
   *
   * @param x at least {@code stride} elements
   * @param gradient at least {@code stride} elements
   */
  public abstract void step(long table, int stride, int[] rows, int count, float[] factors, float[] x, float[] gradient);

  /**
   * Inner products of rows and a vector, each summed in the order of {@link Kernels#dot}: {@code out[i] = sum over c of table[rows[i]][c] * x[c]}.
   *
   * @param x at least {@code stride} elements
   * @param lanes scratch memory of {@link Kernels#LANES} elements
   */
  public abstract void products(long table, int stride, int[] rows, int count, float[] x, float[] out, float[] lanes);
}
