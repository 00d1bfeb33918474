package io.labelstream.train.encoder.head;

import io.labelstream.train.encoder.head.HeadSettings.Prototypes;
import java.util.stream.IntStream;

/**
 * Labels by their descriptions alone. All vectors of an encoder have a part in common, and texts of one kind share another, such as that all are news; neither
 * tells labels apart. So a mean is taken from the vectors of descriptions and of texts alike: with the mean {@code m} and the vector {@code d} of a description,
 * the row is {@code (d − m) / |d − m|}, and the bias {@code −row · m}. The mean is that of texts if there are some, or else that of the labels' descriptions.
 */
final class DescriptionHead {
  /**
   * The factor that makes margins probabilities, where there are no labelled texts to find it with. The best factors for three sets of titles and questions in 4, 77
   * and 150 classes, with static encoders of two trainings, are from 9 to 15.
   */
  static final double SCALE = 12;

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
    return switch (prototypes) {
      case MEAN -> centred(means, IntStream.range(0, labels).toArray(), labels, centre);
      case EACH -> centred(described.vectors().values().clone(), described.labels(), labels, centre);
    };
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
    final int width = centre.length;
    final float[] bias = new float[labelOfRow.length];
    for (int row = 0; row < bias.length; row++) {
      for (int d = 0; d < width; d++) {
        rows[row * width + d] -= centre[d];
      }
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
