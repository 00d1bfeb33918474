package io.labelstream.train.encoder.head;

import io.labelstream.train.encoder.head.HeadSettings.Prototypes;
import java.util.stream.IntStream;

/**
 * Labels by their descriptions alone. All vectors of an encoder have a part in common, and texts of one kind share another, such as that all are news; neither
 * tells labels apart. So a mean is taken from the vectors of descriptions and of texts alike: with the mean {@code m} and the vector {@code d} of a description,
 * the row is {@code (d − m) / |d − m|}, and the bias {@code −row · m}. The mean is that of texts if there are some, or else that of the labels' descriptions.
 *
 * <p>Unlabelled texts also say in which words labels occur: each row is moved once towards the texts that it is likely for, a step of expectation maximisation. A
 * second step gains nothing.
 */
final class DescriptionHead {
  /**
   * The factor that makes margins probabilities, where there are no labelled texts to find it with. The best factors for three sets of titles and questions in 4, 77
   * and 150 classes, with static encoders of two trainings, are from 9 to 15.
   */
  static final double SCALE = 12;

  /** The texts that weigh as much as a description; 20 to 400 make little difference for 4 labels, and 20 is best for 77. */
  private static final int DESCRIPTION_WEIGHT = 20;

  private DescriptionHead() {}

  /**
   * The margins by the descriptions of {@code labels} labels.
   *
   * @param texts unlabelled ones, perhaps none
   */
  static LinearMap of(final LabelledVectors described, final int labels, final Prototypes prototypes, final Vectors texts) {
    final int width = described.vectors().dimensions();
    final float[] means = means(described, labels);
    final float[] centre = texts.count() > 0 ? texts.mean() : new Vectors(labels, width, means).mean();
    final LinearMap map = switch (prototypes) {
      case MEAN -> centred(means, IntStream.range(0, labels).toArray(), labels, centre);
      case EACH -> centred(described.vectors().values().clone(), described.labels(), labels, centre);
    };
    return texts.count() > 0 ? moved(map, texts, centre) : map;
  }

  /** The rows after a step towards texts. */
  private static LinearMap moved(final LinearMap map, final Vectors texts, final float[] centre) {
    final int width = centre.length;
    final int rows = map.bias().length;
    final float[] sums = new float[rows * width];
    for (int index = 0; index < sums.length; index++) {
      sums[index] = DESCRIPTION_WEIGHT * map.rows()[index];
    }
    final float[] text = new float[width];
    final float[] margins = new float[rows];
    for (int number = 0; number < texts.count(); number++) {
      for (int d = 0; d < width; d++) {
        text[d] = texts.values()[number * width + d] - centre[d];
      }
      makeUnit(text, 0, width);
      for (int row = 0; row < rows; row++) {
        margins[row] = 0;
        for (int d = 0; d < width; d++) {
          margins[row] += text[d] * map.rows()[row * width + d];
        }
      }
      final double all = MarginScale.logSum(margins, 0, rows, SCALE);
      for (int row = 0; row < rows; row++) {
        final float probability = (float) Math.exp(SCALE * margins[row] - all);
        for (int d = 0; d < width; d++) {
          sums[row * width + d] += probability * text[d];
        }
      }
    }
    return around(centre, sums, map.labelOfRow(), map.labels());
  }

  /** The mean of each label's vectors, of unit length. */
  private static float[] means(final LabelledVectors described, final int labels) {
    final int width = described.vectors().dimensions();
    final float[] means = new float[labels * width];
    for (int at = 0; at < described.count(); at++) {
      for (int d = 0; d < width; d++) {
        means[described.labels()[at] * width + d] += described.vectors().values()[at * width + d];
      }
    }
    for (int label = 0; label < labels; label++) {
      makeUnit(means, label * width, width);
    }
    return means;
  }

  private static LinearMap centred(final float[] rows, final int[] labelOfRow, final int labels, final float[] centre) {
    for (int index = 0; index < rows.length; index++) {
      rows[index] -= centre[index % centre.length];
    }
    return around(centre, rows, labelOfRow, labels);
  }

  /** The map of differences from {@code centre}, with rows made as long as 1. */
  private static LinearMap around(final float[] centre, final float[] rows, final int[] labelOfRow, final int labels) {
    final int width = centre.length;
    final float[] bias = new float[labelOfRow.length];
    for (int row = 0; row < bias.length; row++) {
      makeUnit(rows, row * width, width);
      for (int d = 0; d < width; d++) {
        bias[row] -= rows[row * width + d] * centre[d];
      }
    }
    return new LinearMap(labels, rows, labelOfRow, bias);
  }

  private static void makeUnit(final float[] values, final int start, final int width) {
    double squares = 0;
    for (int d = 0; d < width; d++) {
      squares += (double) values[start + d] * values[start + d];
    }
    final float inverse = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
    for (int d = 0; d < width; d++) {
      values[start + d] *= inverse;
    }
  }
}
