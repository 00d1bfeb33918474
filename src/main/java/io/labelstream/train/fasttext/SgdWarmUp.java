package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.TrainingKernels;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls the kernels of {@link Sgd} on numbers of no meaning while the data is being read, which keeps one processor busy only: vectors are a hundred times
 * slower until they are compiled, and a small set is trained on in less time than that takes. Has no influence on results.
 */
final class SgdWarmUp implements AutoCloseable {
  private static final int ROUNDS = 100;
  private static final int CALLS = 50;
  private static final int ROWS = 32;
  private static final int LABELS = 4;
  /** Leaves time for the compiler between two rounds. */
  private static final long PAUSE_NANOS = 4_000_000;

  private final int columns;
  private final Thread thread;
  private volatile boolean stopped;

  private SgdWarmUp(final int columns) {
    this.columns = columns;
    this.thread = Thread.ofPlatform().daemon().name("train-warm-up").unstarted(this::run);
  }

  /** Starts for matrices of this many columns, where there are vectors. */
  static SgdWarmUp start(final int columns) {
    final SgdWarmUp warmUp = new SgdWarmUp(columns);
    if (Kernels.best() != Kernels.plain()) {
      warmUp.thread.start();
    }
    return warmUp;
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      final Weights weights = Weights.zeros(ROWS, columns, arena);
      final long table = weights.segment().address();
      final int stride = weights.stride();
      final int[] rows = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        rows[row] = row;
      }
      final float[] hidden = new float[stride];
      final float[] gradient = new float[stride];
      final float[] products = new float[Kernels.padded(LABELS)];
      final float[] lanes = new float[Kernels.LANES];
      for (int round = 0; round < ROUNDS && !stopped; round++) {
        for (int call = 0; call < CALLS && !stopped; call++) {
          Kernels.best().addRows(table, stride, stride, rows, ROWS, hidden);
          Kernels.best().scale(hidden, stride, 0.5f);
          TrainingKernels.best().products(table, stride, rows, LABELS, hidden, products, lanes);
          Kernels.best().softmax(products, LABELS, lanes);
          TrainingKernels.best().step(table, stride, rows, LABELS, products, hidden, gradient);
          TrainingKernels.best().addToRows(table, stride, rows, ROWS, gradient);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Stops soon; does not wait. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
