package io.labelstream.train.encoder.head;

import io.labelstream.train.autograd.AdamRows;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A table of word pieces and a linear map of labels, which are trained together: the mean of a text's rows is made as long as 1, and the softmax of its margins
 * is to be the shares of the text's labels. Not thread-safe.
 */
final class PieceNetwork {
  private static final float HEAD_RATE = 0.01f;
  /** The share of pairs that are left out of a text in training: they are rarer than pieces, and so more easily learned by heart. */
  private static final float PAIRS_DROPPED = 0.5f;

  private final int labels;
  private final int width;
  private final float[] table;
  /** For each dimension the labels' numbers, and then their biases, so that the inner loops run over labels without a sum. */
  private final float[] head;
  private final AdamRows tableRows;
  private final AdamRows headRows;
  private final float tableSize;
  private final int pieces;
  private final float[] vector;
  private final float[] vectorGradient;
  private final float[] margins;
  private float length;
  private int[] chosen = new int[64];
  private double loss;

  /**
   * @param table its start, which is copied
   * @param pieces how many of its rows are those of pieces; those of pairs follow
   * @param tableSize the root mean square of numbers in it
   * @param width the numbers of a row
   */
  PieceNetwork(final float[] table, final int pieces, final float tableSize, final int width, final int labels) {
    this.labels = labels;
    this.width = width;
    this.table = table.clone();
    this.head = new float[(width + 1) * labels];
    this.tableRows = new AdamRows(this.table, width);
    this.headRows = new AdamRows(head, labels);
    this.vector = new float[width];
    this.vectorGradient = new float[width];
    this.margins = new float[labels];
    this.pieces = pieces;
    this.tableSize = tableSize;
  }

  /** The table as it is now. Not to be written to. */
  float[] table() {
    return table;
  }

  /** The margins of labels as they are now. */
  LinearMap map() {
    final float[] rows = new float[labels * width];
    final float[] bias = new float[labels];
    for (int label = 0; label < labels; label++) {
      for (int d = 0; d < width; d++) {
        rows[label * width + d] = head[d * labels + label];
      }
      bias[label] = head[width * labels + label];
    }
    return LinearMap.ofOneRow(rows, bias);
  }

  /**
   * A step on some texts.
   *
   * @param order places in it, from {@code from} to before {@code to}, are the texts
   * @param dropped the share of pieces that are left out
   * @param rate the table's, as a share of its size; that of the head falls with it
   * @param decay from 1 at the start of the training to 0 at its end
   * @return the sum of the texts' losses
   */
  double step(
      final LabelledPieces texts, final int[] order, final int from, final int to, final float dropped, final float rate, final float decay,
      final SplittableRandom random) {
    loss = 0;
    for (int at = from; at < to; at++) {
      add(texts, order[at], dropped, 1f / (to - from), random);
    }
    tableRows.step(rate * decay * tableSize);
    headRows.step(HEAD_RATE * decay);
    return loss;
  }

  private void add(final LabelledPieces texts, final int text, final float dropped, final float weight, final SplittableRandom random) {
    final int count = choose(texts, text, dropped, PAIRS_DROPPED, random);
    if (count == 0) {
      return;
    }
    forward(count);
    addLoss(texts, text);
    if (length == 0) {
      // Rows of pairs begin with zeros: where all others are dropped, the vector has no direction, and the gradient would be without bounds.
      return;
    }
    for (int d = 0; d < width; d++) {
      final int start = d * labels;
      float sum = 0;
      for (int label = 0; label < labels; label++) {
        sum += margins[label] * head[start + label];
      }
      vectorGradient[d] = sum;
      headRows.add(d, weight * vector[d], margins);
    }
    headRows.add(width, weight, margins);
    float along = 0;
    for (int d = 0; d < width; d++) {
      along += vectorGradient[d] * vector[d];
    }
    for (int d = 0; d < width; d++) {
      vectorGradient[d] = (vectorGradient[d] - along * vector[d]) / length;
    }
    for (int piece = 0; piece < count; piece++) {
      tableRows.add(chosen[piece], weight / count, vectorGradient);
    }
  }

  private int choose(final LabelledPieces texts, final int text, final float piecesDropped, final float pairsDropped, final SplittableRandom random) {
    final int start = texts.starts()[text];
    final int end = texts.starts()[text + 1];
    if (chosen.length < end - start) {
      chosen = new int[2 * (end - start)];
    }
    int count = 0;
    for (int at = start; at < end; at++) {
      final float dropped = texts.pieces()[at] < pieces ? piecesDropped : pairsDropped;
      if (dropped == 0 || random.nextInt() >>> 8 >= dropped * (1 << 24)) {
        chosen[count++] = texts.pieces()[at];
      }
    }
    return count;
  }

  /** Finds the vector and the margins of the first {@code count} pieces in {@link #chosen}. */
  private void forward(final int count) {
    Arrays.fill(vector, 0);
    for (int piece = 0; piece < count; piece++) {
      final int start = chosen[piece] * width;
      for (int d = 0; d < width; d++) {
        vector[d] += table[start + d];
      }
    }
    float squares = 0;
    for (int d = 0; d < width; d++) {
      vector[d] /= count;
      squares += vector[d] * vector[d];
    }
    length = (float) Math.sqrt(squares);
    System.arraycopy(head, width * labels, margins, 0, labels);
    for (int d = 0; d < width; d++) {
      vector[d] /= Math.max(length, Float.MIN_NORMAL);
      final float value = vector[d];
      final int start = d * labels;
      for (int label = 0; label < labels; label++) {
        margins[label] += value * head[start + label];
      }
    }
  }

  /** Adds the loss of the text, whose margins become their gradient: probabilities less the shares of labels. */
  private void addLoss(final LabelledPieces texts, final int text) {
    final int first = texts.labelStarts()[text];
    final int end = texts.labelStarts()[text + 1];
    final float share = 1f / (end - first);
    float largest = Float.NEGATIVE_INFINITY;
    for (int label = 0; label < labels; label++) {
      largest = Math.max(largest, margins[label]);
    }
    float own = 0;
    for (int at = first; at < end; at++) {
      own += share * (margins[texts.labels()[at]] - largest);
    }
    float total = 0;
    for (int label = 0; label < labels; label++) {
      margins[label] = (float) Math.exp(margins[label] - largest);
      total += margins[label];
    }
    for (int label = 0; label < labels; label++) {
      margins[label] /= total;
    }
    for (int at = first; at < end; at++) {
      margins[texts.labels()[at]] -= share;
    }
    loss += Math.log(total) - own;
  }

  /** The margins of some texts, those of a text one after the other. */
  float[] margins(final LabelledPieces texts, final int[] some) {
    final float[] all = new float[some.length * labels];
    for (int index = 0; index < some.length; index++) {
      forward(choose(texts, some[index], 0, 0, new SplittableRandom(0)));
      System.arraycopy(margins, 0, all, index * labels, labels);
    }
    return all;
  }
}
