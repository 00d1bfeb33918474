package io.labelstream.train.encoder.compress;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The quality of a model's labels on texts.
 *
 * @param accuracy the share of texts whose first label is right; NaN: not measured
 * @param loss the mean log loss of a text's first label that the model has; NaN: not measured
 */
record LabelFigures(double accuracy, double loss) {
  static final LabelFigures NONE = new LabelFigures(Double.NaN, Double.NaN);

  /** Measures a model with its matrices as 8-bit integers. Texts without a label of the model are left out. */
  static LabelFigures of(final EncoderModel model, final LabelRows rows, final ExampleSource texts) throws IOException, TrainingDataException {
    try (TextEncoder encoder = Encoders.open(model)) {
      final Measuring measuring = new Measuring(rows, encoder.newSession());
      texts.forEach(measuring::add);
      return measuring.texts == 0 ? NONE : new LabelFigures((double) measuring.right / measuring.texts, measuring.loss / measuring.texts);
    }
  }

  /** Used once. */
  private static final class Measuring {
    private final LabelRows rows;
    private final EncoderSession session;
    private final Map<String, Integer> ids = new HashMap<>();
    private final SharedText text = new SharedText();
    private final double[] margins;
    private long texts;
    private long right;
    private double loss;

    Measuring(final LabelRows rows, final EncoderSession session) {
      this.rows = rows;
      this.session = session;
      this.margins = new double[rows.labels().size()];
      for (int label = 0; label < margins.length; label++) {
        ids.put(new String(rows.labels().get(label), StandardCharsets.UTF_8), label);
      }
    }

    void add(final Example example) {
      final int[] expected = example.labels().stream().filter(ids::containsKey).mapToInt(ids::get).toArray();
      if (expected.length == 0) {
        return;
      }
      text.set(example.text(), example.offset(), example.length());
      final float[] vector = session.encode(text);
      Arrays.fill(margins, Double.NEGATIVE_INFINITY);
      final int columns = rows.rows().columns();
      for (int row = 0; row < rows.rows().rows(); row++) {
        double product = 0;
        for (int column = 0; column < columns; column++) {
          product += rows.rows().values()[row * columns + column] * vector[column];
        }
        final int label = rows.labelOfRow()[row];
        margins[label] = Math.max(margins[label], rows.scale() * product + rows.bias()[row]);
      }
      int best = 0;
      for (int label = 1; label < margins.length; label++) {
        best = margins[label] > margins[best] ? label : best;
      }
      final double greatest = margins[best];
      final int first = best;
      texts++;
      right += Arrays.stream(expected).anyMatch(label -> label == first) ? 1 : 0;
      loss += Math.log(Arrays.stream(margins).map(margin -> Math.exp(margin - greatest)).sum()) - (margins[expected[0]] - greatest);
    }
  }
}
