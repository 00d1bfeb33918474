package io.labelstream.train.evaluate;

import io.labelstream.train.Coverage;
import io.labelstream.train.ShortlistRecall;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The quality of a model's labels for the texts of a source, in figures.
 *
 * @param source the source of the texts
 * @param texts the number of texts, and how they were counted
 * @param ranks precision and recall of the best 1, 2, … labels
 * @param accuracy the share of texts with a label whose best label is one of theirs; a text whose labels are all unknown to the model counts as wrong here
 * @param labels each label of the model that is in the data or was predicted, the most frequent in the data first
 * @param macro the mean over those of {@code labels} that are in the data
 * @param macroOfAll the mean over all {@code labels}, those included that were predicted but are not in the data, for which precision, recall and F1 are 0
 * @param micro the score over all predictions together, which is the last of {@code ranks}
 * @param weighted the same mean, each label weighted by its frequency in the data
 * @param confusions pairs of labels taken one for the other, the most frequent first
 * @param calibration the reliability of probabilities; empty if no text was labelled
 * @param coverage the share of the texts' features that the model knows; empty if that was not counted
 * @param shortlist the share of the texts' labels that the model scores; empty if it scores all, or that was not counted
 * @param unknownLabels labels of the data that the model does not have, the most frequent first
 * @param absentLabels labels of the model that are not in the data, in the model's order
 * @param rankings the quality of the best 1, 2, … labels as the Extreme Classification Repository measures it
 * @param bands the score of frequent and rare labels; empty if the frequencies of labels in training are not known
 * @param speed the speed of one thread; empty if it was not measured
 * @param modelBytes the size of the model's file
 */
public record EvaluationReport(
    String source,
    Texts texts,
    List<Score> ranks,
    double accuracy,
    List<LabelScore> labels,
    Score macro,
    Score macroOfAll,
    Score micro,
    Score weighted,
    List<Confusion> confusions,
    Optional<Calibration> calibration,
    Optional<Coverage> coverage,
    Optional<ShortlistRecall> shortlist,
    List<LabelCount> unknownLabels,
    List<String> absentLabels,
    List<Ranking> rankings,
    List<BandScore> bands,
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
    rankings = List.copyOf(rankings);
    bands = List.copyOf(bands);
    Objects.requireNonNull(speed);
  }

  /**
   * The share of the measured texts whose best label is one of theirs. Unlike in {@link #accuracy()}, texts whose labels are all unknown to the model are left
   * out, as they are when training and compressing measure.
   */
  public double accuracyOfMeasured() {
    return texts.measured() == 0 ? 0 : accuracy * (texts.all() - texts.withoutLabel()) / texts.measured();
  }

  /** This report with figures that are measured apart. */
  public EvaluationReport with(final Optional<Coverage> counted, final Optional<ShortlistRecall> listed, final Optional<Speed> measured) {
    return new EvaluationReport(
        source, texts, ranks, accuracy, labels, macro, macroOfAll, micro, weighted, confusions, calibration, counted, listed, unknownLabels, absentLabels, rankings, bands,
        measured, modelBytes);
  }

  /**
   * The numbers of texts, by how they were counted.
   *
   * @param all all texts of the source
   * @param withoutLabel texts that have no label in the data
   * @param withUnknownLabels texts whose labels are all unknown to the model
   * @param measured all other texts, to which precision and recall apply
   * @param withoutPrediction the texts of {@code measured} in which the model knows no feature at all
   */
  public record Texts(long all, long withoutLabel, long withUnknownLabels, long measured, long withoutPrediction) {}

  /**
   * A label of the model.
   *
   * @param known the number of texts that have it in the data
   * @param predicted the number of texts that got it from the model
   * @param right the number of these that have it in the data
   */
  public record LabelScore(String name, long known, long predicted, long right, Score score) {}

  /**
   * Two labels taken one for the other.
   *
   * @param known a label that the text has
   * @param predicted the best label that it got
   */
  public record Confusion(String known, String predicted, long texts) {}

  /**
   * The labels of a third of the training data.
   *
   * @param labels the number of labels
   * @param fewest the number of training texts of the rarest of them
   * @param most the number of training texts of the most frequent of them
   * @param texts the number of texts that have one of them in the data
   * @param score over all predictions of these labels
   */
  public record BandScore(FrequencyBand band, long labels, long fewest, long most, long texts, Score score) {}

  /** A label and the number of texts that have it. */
  public record LabelCount(String name, long texts) {}
}
