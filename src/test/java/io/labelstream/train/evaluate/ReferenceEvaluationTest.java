package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.evaluate.EvaluationReport.LabelScore;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Precision and recall are those that the reference implementation prints: as recorded here, and as it prints where it is installed. */
class ReferenceEvaluationTest {
  private static final String TEXTS = "data/classification/cooking/cooking.valid.txt";

  @ParameterizedTest
  @CsvSource({
      "cooking_softmax.bin, 5, 0, 0.210, 0.455", "cooking_hs.bin, 3, 0.1, 0.437, 0.234", "cooking_ns_qout.ftz, 1, 0, 0.497, 0.215",
      "cooking_ova_qout.ftz, 3, 0.1, 0.382, 0.237"})
  void shouldAgreeWithTheReference(final String model, final int top, final float threshold, final double precision, final double recall)
      throws Exception {
    // When
    final EvaluationReport report = evaluate(model, new EvaluationSettings(top, threshold, Optional.empty()));

    // Then
    assertThat(report.texts().measured()).isEqualTo(3000);
    assertThat(report.ranks().getLast().precision()).isCloseTo(precision, within(0.0006));
    assertThat(report.ranks().getLast().recall()).isCloseTo(recall, within(0.0006));
  }

  @ParameterizedTest
  @CsvSource("cooking_ns_qout.ftz, 2")
  void shouldAgreeWithTheReferenceAsInstalled(final String model, final int top) throws Exception {
    // Given
    final List<String> printed = reference("test", model, Integer.toString(top));

    // When
    final EvaluationReport report = evaluate(model, new EvaluationSettings(top, 0f, Optional.empty()));

    // Then
    assertThat(printed).map(line -> line.split("\t")[0]).containsExactly("N", "P@" + top, "R@" + top);
    assertThat(printed).map(line -> Double.parseDouble(line.split("\t")[1])).satisfiesExactly(
        texts -> assertThat(texts).isEqualTo(report.texts().measured()),
        precision -> assertThat(precision).isCloseTo(report.ranks().getLast().precision(), within(0.0006)),
        recall -> assertThat(recall).isCloseTo(report.ranks().getLast().recall(), within(0.0006)));
  }

  @Test
  void shouldAgreeWithThePrecisionOfEachLabelOfTheReferenceAsInstalled() throws Exception {
    // Given
    // Recall and F1 as it prints them depend on its release: some count no label of the data here.
    final Map<String, Double> printed = new HashMap<>();
    for (final String line : reference("test-label", "cooking_softmax.bin", "1")) {
      final String[] parts = line.trim().split("\\s+");
      if (line.startsWith("F1-Score") && !parts[5].startsWith("--")) {
        printed.put(parts[parts.length - 1].replace("__label__", ""), Double.parseDouble(parts[5]));
      }
    }

    // When
    final EvaluationReport report = evaluate("cooking_softmax.bin", EvaluationSettings.best());

    // Then
    final List<LabelScore> predicted = report.labels().stream().filter(label -> label.predicted() > 0).toList();
    assertThat(printed).isNotEmpty().hasSize(predicted.size());
    assertThat(predicted).allSatisfy(label -> assertThat(label.score().precision()).isCloseTo(printed.get(label.name()), within(1e-6)));
  }

  private static EvaluationReport evaluate(final String model, final EvaluationSettings settings) throws Exception {
    final Path file = SharedFiles.need("golden/models/" + model);
    try (TextClassifier classifier = ModelLoader.open(file)) {
      return Evaluation.of(classifier, LabelledFile.of(SharedFiles.need(TEXTS), DataOptions.usual()), settings);
    }
  }

  private static List<String> reference(final String verb, final String model, final String top) throws IOException, InterruptedException {
    final List<String> command = List.of(
        "fasttext", verb, SharedFiles.need("golden/models/" + model).toString(), SharedFiles.need(TEXTS).toString(), top);
    assumeThat(isInstalled()).as("fasttext is not installed").isTrue();
    final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    final List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Path.of(folder, "fasttext").toFile().canExecute());
  }
}
