package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import java.util.Arrays;

/** One thread of {@link Sgd}, with its scratch memory. Runs once for each epoch. */
final class SgdWorker implements Runnable {
  private final Layers layers;
  private final Kernels kernels;
  private final FeatureCorpus corpus;
  private final LossFunction loss;
  private final SgdSettings settings;
  private final SgdState state;
  private final int stride;
  private final long random;
  private final int[] content;
  private final int[] labels;
  private final int[] rows;
  private final LossFunction.Targets targets;
  private final float[] probabilities;
  private final float[] factors;
  private final float[] hidden;
  private final float[] gradient;
  private final float[] lanes = new float[Kernels.LANES];

  SgdWorker(
      final FeatureCorpus corpus,
      final Layers layers,
      final int stride,
      final LossFunction loss,
      final SgdSettings settings,
      final SgdState state) {
    this.layers = layers;
    this.kernels = layers.kernels();
    this.corpus = corpus;
    this.loss = loss;
    this.settings = settings;
    this.state = state;
    this.stride = stride;
    this.random = Mix.of(~settings.seed());
    this.content = new int[corpus.mostContent()];
    this.labels = new int[content.length];
    this.rows = new int[corpus.mostRows()];
    this.targets = LossFunction.Targets.of(loss);
    this.probabilities = new float[Kernels.padded(loss.mostRows())];
    this.factors = new float[Kernels.padded(loss.mostRows())];
    this.hidden = new float[stride];
    this.gradient = new float[stride];
  }

  @Override
  public void run() {
    final Visits order = state.order();
    for (int from = state.nextBlock(); from >= 0; from = state.nextBlock()) {
      visitBlock(order, from, state.endOfBlock(from));
    }
  }

  private void visitBlock(final Visits order, final int from, final int to) {
    final long firstVisit = (long) state.epoch() * corpus.examples();
    final long before = state.tokens();
    long tokens = 0;
    int visits = 0;
    double sum = 0;
    for (int place = from; place < to; place++) {
      final int end = corpus.content(order.at(place), content);
      final int count = corpus.rows(content, end, rows);
      final int labelCount = content[FeatureCorpus.LABELS];
      if (count > 0 && labelCount > 0) {
        sum += visit(count, labelCount, Mix.of(random + firstVisit + place), state.rate(before + tokens));
        visits++;
      }
      tokens += content[FeatureCorpus.TOKENS];
    }
    state.add(tokens, visits, sum);
  }

  /** Updates the weights by one example, and returns its loss. */
  private double visit(final int rowCount, final int labelCount, final long draw, final float rate) {
    Arrays.fill(hidden, 0f);
    layers.addInputRows(rows, rowCount, hidden);
    kernels.scale(hidden, stride, 1f / rowCount);
    System.arraycopy(content, FeatureCorpus.FIRST_LABEL, labels, 0, labelCount);
    final int count = loss.targets(labels, labelCount, draw, targets);
    layers.outputProducts(targets.rows(), count, hidden, probabilities, lanes);
    loss.probabilities(probabilities, count, lanes, kernels);
    final double lossOfExample = loss.loss(targets, probabilities, count);
    factors(targets.wanted(), probabilities, count, rate, factors);
    Arrays.fill(gradient, 0f);
    layers.outputStep(targets.rows(), count, factors, hidden, gradient);
    if (settings.update() == SgdSettings.Update.BOTH) {
      kernels.scale(gradient, stride, 1f / rowCount);
      layers.addToInputRows(rows, rowCount, gradient);
    }
    return lossOfExample;
  }

  private static void factors(final float[] wanted, final float[] probabilities, final int count, final float rate, final float[] factors) {
    for (int index = 0; index < count; index++) {
      factors[index] = rate * (wanted[index] - probabilities[index]);
    }
  }
}
