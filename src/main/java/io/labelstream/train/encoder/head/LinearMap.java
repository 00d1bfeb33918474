package io.labelstream.train.encoder.head;

import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.matrix.FloatMatrix;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Margins of labels: a row's margin is its product with the vector and its bias, a label's the greatest of its rows.
 *
 * @param labels the number of labels
 * @param rows one row after the other
 * @param labelOfRow the label of each row
 * @param bias one number a row
 */
record LinearMap(int labels, float[] rows, int[] labelOfRow, float[] bias) {
  /** A map with one row a label, in the order of labels. */
  static LinearMap ofOneRow(final float[] rows, final float[] bias) {
    return new LinearMap(bias.length, rows, IntStream.range(0, bias.length).toArray(), bias);
  }

  /** The margins of each label for each vector, those of a vector one after the other. */
  float[] margins(final Vectors vectors) {
    final float[] margins = new float[vectors.count() * labels];
    Arrays.fill(margins, Float.NEGATIVE_INFINITY);
    for (int vector = 0; vector < vectors.count(); vector++) {
      for (int row = 0; row < bias.length; row++) {
        final int at = vector * labels + labelOfRow[row];
        margins[at] = Math.max(margins[at], (float) (vectors.product(vector, rows, row * vectors.dimensions()) + bias[row]));
      }
    }
    return margins;
  }

  /** This map with another label behind the others, whose margin is the same for all vectors. */
  LinearMap and(final int label, final float margin) {
    final int count = bias.length;
    final int width = rows.length / count;
    final int[] owners = Arrays.copyOf(labelOfRow, count + 1);
    final float[] biases = Arrays.copyOf(bias, count + 1);
    owners[count] = label;
    biases[count] = margin;
    return new LinearMap(labels + 1, Arrays.copyOf(rows, rows.length + width), owners, biases);
  }

  /** The head of a model, all margins multiplied by {@code scale}. */
  LabelRows head(final List<String> names, final double scale) {
    final float[] scaled = new float[bias.length];
    for (int row = 0; row < scaled.length; row++) {
      scaled[row] = (float) (scale * bias[row]);
    }
    return new LabelRows(
        names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList(), new FloatMatrix(bias.length, rows.length / bias.length, rows), labelOfRow,
        scaled, (float) scale);
  }
}
