package io.labelstream.train.fasttext;

import io.labelstream.train.DivergedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stochastic gradient descent on a linear classifier: the hidden vector of an example is the mean of its input rows, the output rows score it, and each visit
 * moves both by the gradient of the loss, which for the input is divided by the number of rows (as in the reference).
 *
 * <p>Threads take examples in blocks and write to the same matrices without locks (Hogwild); lost updates do no harm if examples share few rows. With one
 * thread, the result is the same each time and on every processor, bit for bit.
 *
 * <p>Each epoch visits all examples once, in a {@link VisitOrder}. The reference knows only the order of its file, {@link VisitOrder#GIVEN}, and so suffers if
 * that is sorted by label. Examples without labels or rows are skipped.
 */
public final class Sgd {
  /** If a rate was too high, one that is this many times lower is suggested. */
  private static final double SMALLER = 10;

  private Sgd() {}

  /**
   * Trains.
   *
   * @param corpus its rows are those of {@code input}
   * @param input a matrix with one row for each row of the corpus; changed in place unless only the output is trained
   * @param output a matrix with one row for each label, with as many columns as the input; changed in place
   * @throws DivergedException if a weight is no longer a finite number
   * @throws InterruptedException if the calling thread was interrupted; all threads have stopped, and the matrices are in an intermediate state
   */
  public static SgdResult run(
      final FeatureCorpus corpus, final Weights input, final Weights output, final LossFunction loss, final SgdSettings settings, final SgdProgress progress)
      throws DivergedException, InterruptedException {
    return run(corpus, input, output, loss, settings, progress, (epoch, meanLoss) -> EpochEnd.Next.CONTINUE);
  }

  static SgdResult run(
      final FeatureCorpus corpus,
      final Weights input,
      final Weights output,
      final LossFunction loss,
      final SgdSettings settings,
      final SgdProgress progress,
      final EpochEnd epochEnd)
      throws DivergedException, InterruptedException {
    if (input.rows() < corpus.rows() || input.columns() != output.columns()) {
      throw new IllegalArgumentException(
          "input of " + input.rows() + " x " + input.columns() + " and output of " + output.rows() + " x " + output.columns()
              + " do not suit a corpus of " + corpus.rows() + " rows");
    }
    final SgdState state = new SgdState(corpus, settings);
    final Layers layers = Layers.of(input, output);
    final List<SgdWorker> workers = new ArrayList<>();
    for (int thread = 0; thread < settings.threads(); thread++) {
      workers.add(new SgdWorker(corpus, layers, input.stride(), loss, settings, state));
    }
    final ExecutorService executor = Executors.newFixedThreadPool(settings.threads(), Thread.ofPlatform().daemon().name("train").factory());
    try {
      EpochEnd.Next next = EpochEnd.Next.CONTINUE;
      int epoch = 0;
      while (epoch < settings.epochs() && next == EpochEnd.Next.CONTINUE) {
        state.startEpoch(epoch++);
        final List<Future<?>> running = new ArrayList<>();
        for (final SgdWorker worker : workers) {
          running.add(executor.submit(worker));
        }
        await(running, state, progress);
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted in epoch " + epoch);
        }
        if (state.hasDiverged()) {
          throw diverged(settings, epoch);
        }
        next = epochEnd.after(epoch, state.meanLoss());
      }
      if (!input.isFinite() || !output.isFinite()) {
        throw diverged(settings, epoch);
      }
      progress.at(state.report());
      return new SgdResult(epoch, state.meanLoss(), state.elapsed());
    } finally {
      state.stop();
      executor.close();
    }
  }

  private static void await(final List<? extends Future<?>> running, final SgdState state, final SgdProgress progress) throws InterruptedException {
    for (final Future<?> worker : running) {
      boolean isDone = false;
      while (!isDone) {
        try {
          worker.get(state.millisToReport(), TimeUnit.MILLISECONDS);
          isDone = true;
        } catch (final TimeoutException e) {
          // It is time to report.
        } catch (final ExecutionException e) {
          throw new IllegalStateException("a training thread failed: " + e.getCause(), e.getCause());
        }
        if (state.millisToReport() == 0) {
          progress.at(state.report());
        }
      }
    }
  }

  private static DivergedException diverged(final SgdSettings settings, final int epoch) {
    return new DivergedException(String.format(
        Locale.ROOT, "training diverged in epoch %d of %d: weights are no finite numbers any more; the learning rate %.3g is too large, try %.3g",
        epoch, settings.epochs(), settings.learningRate(), settings.learningRate() / SMALLER));
  }
}
