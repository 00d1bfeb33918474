package io.labelstream.train.evaluate;

import io.labelstream.train.Coverage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How well a model labels the texts of a source.
 *
 * @param source the source of the texts
 * @param texts how many there are, and what became of them
 * @param ranks precision and recall of the best 1, 2, … labels
 * @param accuracy the share of texts with a label whose best label is one of theirs; here a text whose labels the model does not have counts as wrong
 * @param labels each label of the model that is in the data or was predicted, the most frequent in the data first
 * @param macro the mean over those of {@code labels} that are in the data
 * @param micro over all predictions together, which is the last of {@code ranks}
 * @param weighted the same, each label weighted by how often it is in the data
 * @param confusions pairs of labels taken one for the other, the most frequent first
 * @param calibration how far probabilities can be believed; empty where no text was labelled
 * @param coverage how much of the texts the model sees; empty where that was not counted
 * @param unknownLabels labels of the data that the model does not have, the most frequent first
 * @param absentLabels labels of the model that are not in the data, in the model's order
 * @param speed of one thread; empty where the texts are too few to be classified by code that is compiled
 * @param modelBytes the size of the model's file
 */
public record EvaluationReport(
    String source,
    Texts texts,
    List<Score> ranks,
    double accuracy,
    List<LabelScore> labels,
    Score macro,
    Score micro,
    Score weighted,
    List<Confusion> confusions,
    Optional<Calibration> calibration,
    Optional<Coverage> coverage,
    List<LabelCount> unknownLabels,
    List<String> absentLabels,
    Optional<Speed> speed,
    long modelBytes) {

  public EvaluationReport {
    Objects.requireNonNull(source);
    Objects.requireNonNull(texts);
    ranks = List.copyOf(ranks);
    labels = List.copyOf(labels);
    confusions = List.copyOf(confusions);
    unknownLabels = List.copyOf(unknownLabels);
    absentLabels = List.copyOf(absentLabels);
  }

  /**
   * The share of the measured texts whose best label is one of theirs. Unlike in {@link #accuracy()}, texts whose labels the model does not have are left out,
   * as they are where training and compressing measure.
   */
  public double accuracyOfMeasured() {
    return texts.measured() == 0 ? 0 : accuracy * (texts.all() - texts.withoutLabel()) / texts.measured();
  }

  /** The same with a coverage. */
  public EvaluationReport with(final Optional<Coverage> counted) {
    return new EvaluationReport(
        source, texts, ranks, accuracy, labels, macro, micro, weighted, confusions, calibration, counted, unknownLabels, absentLabels, speed,
        modelBytes);
  }

  /**
   * What became of the texts.
   *
   * @param all in the source
   * @param withoutLabel those that have no label in the data
   * @param withUnknownLabels those all of whose labels the model lacks
   * @param measured all others, which precision and recall are about
   * @param withoutPrediction those of {@code measured} in which the model knows no feature at all
   */
  public record Texts(long all, long withoutLabel, long withUnknownLabels, long measured, long withoutPrediction) {}

  /**
   * A label of the model.
   *
   * @param known how many texts have it
   * @param predicted how many texts got it
   * @param right how many of these have it
   */
  public record LabelScore(String name, long known, long predicted, long right, Score score) {}

  /**
   * Two labels taken one for the other.
   *
   * @param known what a text has
   * @param predicted the best label that it got
   */
  public record Confusion(String known, String predicted, long texts) {}

  /** A label and how many texts have it. */
  public record LabelCount(String name, long texts) {}

  /**
   * Time to classify.
   *
   * @param texts how many
   * @param bytes of text
   */
  public record Speed(long texts, long bytes, Duration time) {
    /** Texts a second. */
    public double textsPerSecond() {
      return time.isZero() ? 0 : texts / (time.toNanos() / 1e9);
    }

    /** Bytes a second. */
    public double bytesPerSecond() {
      return time.isZero() ? 0 : bytes / (time.toNanos() / 1e9);
    }
  }
}
