package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.evaluate.Calibration.Meaning;
import io.labelstream.train.evaluate.EvaluationReport.BandScore;
import io.labelstream.train.evaluate.EvaluationReport.Confusion;
import io.labelstream.train.evaluate.EvaluationReport.LabelCount;
import io.labelstream.train.evaluate.EvaluationReport.LabelScore;
import io.labelstream.train.evaluate.EvaluationReport.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  @Test
  void shouldCountWhatIsRightByLabelAndOnAverage() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b", "c"), EvaluationSettings.best(),
        "a|0.7 0.2 0.1", "a|0.6 0.3 0.1", "a|0.1 0.8 0.1", "b|0.9 0.1 0.0");

    // Then
    assertThat(report.ranks()).containsExactly(new Score(0.5, 0.5, 0.5));
    assertThat(report.accuracy()).isEqualTo(0.5);
    assertThat(report.labels()).containsExactly(
        new LabelScore("a", 3, 3, 2, new Score(2 / 3.0, 2 / 3.0, 2 / 3.0)), new LabelScore("b", 1, 1, 0, new Score(0, 0, 0)));
    assertThat(report.macro().f1()).isCloseTo(1 / 3.0, CLOSE);
    assertThat(report.macroOfAll()).isEqualTo(report.macro());
    assertThat(report.weighted().f1()).isCloseTo(0.5, CLOSE);
    assertThat(report.micro()).isEqualTo(report.ranks().getLast());
    assertThat(report.confusions()).containsExactly(new Confusion("a", "b", 1), new Confusion("b", "a", 1));
    assertThat(report.absentLabels()).containsExactly("c");
    assertThat(report.modelBytes()).isEqualTo(123);
  }

  @Test
  void shouldTellMeansWithAndWithoutLabelsThatAreOnlyPredicted() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b", "c", "d"), EvaluationSettings.best(),
        "a|0.7 0.2 0.1 0", "a|0.1 0.2 0.7 0", "b|0.1 0.8 0.1 0");

    // Then
    assertThat(report.macro().f1()).isCloseTo((2 / 3.0 + 1) / 2, CLOSE);
    assertThat(report.macroOfAll()).isEqualTo(new Score(2 / 3.0, 0.5, (2 / 3.0 + 1) / 3));
  }

  @Test
  void shouldCountTheSameBestLabelInCalibrationAsInAccuracyWhereScoresTie() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.INDEPENDENT_PROBABILITY, "a", "b"), EvaluationSettings.best(),
        "a|0.8 0.8", "b|0.8 0.8", "b|0.8 0.8");

    // Then
    final Calibration.Bin bin = report.calibration().orElseThrow().bins().get(12);
    assertThat(bin.texts()).isEqualTo(3);
    assertThat(bin.right()).isEqualTo(report.accuracy()).isCloseTo(2 / 3.0, CLOSE);
    assertThat(report.calibration().orElseThrow().expectedError()).isCloseTo(0.8 - 2 / 3.0, within(1e-5));
  }

  @Test
  void shouldTellPrecisionAndRecallForEachNumberOfLabels() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b", "c"), new EvaluationSettings(2, 0.25f, Optional.empty()),
        "a,b|0.7 0.2 0.1", "c,b|0.1 0.5 0.4");

    // Then
    assertThat(report.ranks()).extracting(Score::precision).containsExactly(1.0, 1.0);
    assertThat(report.ranks()).extracting(Score::recall).containsExactly(0.5, 0.75);
    assertThat(report.labels()).extracting(LabelScore::name).containsExactly("b", "a", "c");
    assertThat(report.labels().getFirst().score()).isEqualTo(new Score(1, 0.5, 2 / 3.0));
  }

  @Test
  void shouldCountTextsApartThatCannotBeMeasured() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b"), EvaluationSettings.best(),
        "a|0.9 0.1", "|0.9 0.1", "z|0.9 0.1", "z,y|0.9 0.1", "a|", "b,z|0.1 0.9");

    // Then
    assertThat(report.texts()).isEqualTo(new Texts(6, 1, 2, 3, 1));
    assertThat(report.ranks()).containsExactly(new Score(1, 2 / 3.0, 0.8));
    assertThat(report.accuracy()).isEqualTo(0.4);
    assertThat(report.unknownLabels()).containsExactly(new LabelCount("z", 3), new LabelCount("y", 1));
  }

  @Test
  void shouldCountTextsWithUnknownLabelsInRankings() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b"), EvaluationSettings.best(),
        "a|0.9 0.1", "z|0.9 0.1", "b,z|0.1 0.9", "|0.9 0.1");

    // Then
    assertThat(report.rankings()).containsExactly(new Ranking(1, 2 / 3.0, 0.5, 2 / 3.0, Optional.empty()));
    assertThat(report.bands()).isEmpty();
  }

  @Test
  void shouldTellFrequentLabelsFromRareOnes() throws Exception {
    // Given
    final LabelFrequencies training = new LabelFrequencies(60, Map.of("a", 40L, "b", 15L, "c", 5L));

    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b", "c", "d"),
        EvaluationSettings.best().with(Optional.of(training)), "a|0.9 0.1 0 0", "a,b|0.9 0.1 0 0", "b,c|0.1 0.9 0 0", "c|0.9 0.1 0 0");

    // Then
    assertThat(report.bands()).containsExactly(
        new BandScore(FrequencyBand.HEAD, 1, 40, 40, 2, new Score(2 / 3.0, 1, 0.8)),
        new BandScore(FrequencyBand.TAIL, 3, 0, 15, 3, new Score(1, 0.25, 0.4)));
    assertThat(report.rankings().getFirst().psp().orElseThrow()).isLessThan(report.rankings().getFirst().precision());
  }

  @Test
  void shouldMeasureHowFarProbabilitiesCanBeBelieved() throws Exception {
    // When
    final Calibration calibration = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b"), EvaluationSettings.best(),
        "a|0.8 0.2", "b|0.8 0.2", "b|0.4 0.6").calibration().orElseThrow();

    // Then
    assertThat(calibration.meaning()).isEqualTo(Meaning.ONE_OF_ALL);
    assertThat(calibration.bins()).hasSize(15);
    assertThat(calibration.bins().get(12).texts()).isEqualTo(2);
    assertThat(calibration.bins().get(12).right()).isEqualTo(0.5);
    assertThat(calibration.bins().get(12).confidence()).isCloseTo(0.8, CLOSE);
    assertThat(calibration.expectedError()).isCloseTo(2 / 3.0 * 0.3 + 1 / 3.0 * 0.4, within(1e-5));
    assertThat(calibration.losses().orElseThrow().logLoss())
        .isCloseTo(-(Math.log(0.8) + Math.log(0.2) + Math.log(0.6)) / 3, within(1e-5));
    assertThat(calibration.losses().orElseThrow().brier()).isCloseTo((0.08 + 1.28 + 0.32) / 3, within(1e-5));
  }

  @Test
  void shouldShareOutTheTruthAmongSeveralLabelsWhereProbabilitiesAddUpToOne() throws Exception {
    // When
    final Calibration calibration = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a", "b", "c"), EvaluationSettings.best(), "a,c|0.5 0.2 0.3")
        .calibration().orElseThrow();

    // Then
    assertThat(calibration.losses().orElseThrow().logLoss()).isCloseTo(-(Math.log(0.5) + Math.log(0.3)) / 2, within(1e-5));
    assertThat(calibration.losses().orElseThrow().brier()).isCloseTo(0.04 + 0.04, within(1e-5));
    assertThat(calibration.temperature()).isEmpty();
  }

  @Test
  void shouldTakeEachLabelByItselfWhereProbabilitiesDoNotAddUp() throws Exception {
    // When
    final Calibration calibration = evaluate(new ToldClassifier(ScoreMeaning.INDEPENDENT_PROBABILITY, "a", "b"), EvaluationSettings.best(), "a|0.9 0.4").calibration().orElseThrow();

    // Then
    assertThat(calibration.meaning()).isEqualTo(Meaning.EACH_BY_ITSELF);
    assertThat(calibration.losses().orElseThrow().logLoss()).isCloseTo(-(Math.log(0.9) + Math.log(0.6)) / 2, within(1e-5));
    assertThat(calibration.losses().orElseThrow().brier()).isCloseTo((0.01 + 0.16) / 2, within(1e-5));
  }

  @Test
  void shouldBeEmptyWithoutTexts() throws Exception {
    // When
    final EvaluationReport report = evaluate(new ToldClassifier(ScoreMeaning.PROBABILITY, "a"), EvaluationSettings.best());

    // Then
    assertThat(report.texts()).isEqualTo(new Texts(0, 0, 0, 0, 0));
    assertThat(report.ranks()).containsExactly(new Score(0, 0, 0));
    assertThat(report.macro()).isEqualTo(new Score(0, 0, 0));
    assertThat(report.calibration()).isEmpty();
  }

  private static EvaluationReport evaluate(final ToldClassifier classifier, final EvaluationSettings settings, final String... examples)
      throws Exception {
    return Evaluation.of(classifier, new ExampleSource() {
      @Override
      public String name() {
        return "made up";
      }

      @Override
      public void forEach(final ExampleConsumer consumer) {
        for (final String example : examples) {
          final String[] parts = example.split("\\|", 2);
          final byte[] text = parts[1].getBytes(StandardCharsets.UTF_8);
          consumer.accept(new Example(text, 0, text.length, parts[0].isEmpty() ? List.of() : Arrays.asList(parts[0].split(","))));
        }
      }
    }, settings);
  }
}
