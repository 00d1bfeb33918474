package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import java.util.Arrays;

/**
 * Measures weights on examples that they are not trained on. Rows that training has not allocated count as features with zero weights, as in the written file.
 * For one thread.
 */
final class HeldOutMeasure {
  private final FeatureCorpus corpus;
  private final RowMap map;
  private final Layers layers;
  private final LossFunction loss;
  private final int[] rows;
  private final int[] outputRows;
  private final float[] products;
  private final float[] hidden;
  private final float[] lanes = new float[Kernels.LANES];

  /**
   * @param corpus validation examples, with rows of the file
   * @param map the rows of the file that {@code input} holds
   */
  HeldOutMeasure(final FeatureCorpus corpus, final RowMap map, final Weights input, final Weights output, final LossFunction loss) {
    this.corpus = corpus;
    this.map = map;
    this.layers = Layers.of(input, output);
    this.loss = loss;
    this.rows = new int[corpus.mostRows()];
    this.outputRows = new int[output.rows()];
    Arrays.setAll(outputRows, row -> row);
    this.products = new float[Kernels.padded(output.rows())];
    this.hidden = new float[input.stride()];
  }

  /** Measures the weights as they are now. */
  EpochReport measure(final int epoch, final int epochs, final double trainingLoss) {
    int examples = 0;
    int right = 0;
    for (int example = 0; example < corpus.examples(); example++) {
      final int features = corpus.rows(example, rows);
      if (features > 0 && corpus.labels(example) > 0) {
        examples++;
        right += isLabel(example, likeliest(features)) ? 1 : 0;
      }
    }
    return new EpochReport(epoch, epochs, trainingLoss, (double) right / examples, examples);
  }

  private int likeliest(final int features) {
    int held = 0;
    for (int index = 0; index < features; index++) {
      final int row = map.newRow(rows[index]);
      if (row != RowMap.NONE) {
        rows[held++] = row;
      }
    }
    Arrays.fill(hidden, 0f);
    layers.addInputRows(rows, held, hidden);
    layers.kernels().scale(hidden, hidden.length, 1f / features);
    layers.outputProducts(outputRows, outputRows.length, hidden, products, lanes);
    return loss.likeliest(products);
  }

  private boolean isLabel(final int example, final int label) {
    for (int index = 0; index < corpus.labels(example); index++) {
      if (corpus.label(example, index) == label) {
        return true;
      }
    }
    return false;
  }
}
