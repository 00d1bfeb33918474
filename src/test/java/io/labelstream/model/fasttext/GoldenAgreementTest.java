package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoredLabel;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels and probabilities of the reference implementation, for every model and text that it was run on, in every form that a budget leads to. */
class GoldenAgreementTest {
  private static final int TOP = 5;
  private static final double TOLERANCE = 1e-5;

  static Stream<Path> expectedFiles() throws IOException {
    try (Stream<Path> files = Files.list(SharedFiles.need("golden/expected"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("expectedFiles")
  void shouldAgreeWithTheReferenceWithDerivedTables(final Path expected) throws Exception {
    agrees(expected, ModelOptions.defaults());
  }

  @ParameterizedTest
  @MethodSource("expectedFiles")
  void shouldAgreeWithTheReferenceWithoutDerivedTables(final Path expected) throws Exception {
    agrees(expected, new ModelOptions(0));
  }

  @ParameterizedTest
  @MethodSource("expectedFiles")
  void shouldAgreeWithTheReferenceWithSomeDerivedTables(final Path expected) throws Exception {
    agrees(expected, new ModelOptions(1 << 20));
  }

  @ParameterizedTest
  @MethodSource("expectedFiles")
  void shouldAgreeWithTheReferenceWithRowsMappedFromTheFile(final Path expected) throws Exception {
    agrees(expected, new ModelOptions(0), 0);
  }

  private static void agrees(final Path expectedFile, final ModelOptions options) throws Exception {
    agrees(expectedFile, options, ModelBytes.MOST_BYTES_TO_COPY);
  }

  private static void agrees(final Path expectedFile, final ModelOptions options, final long mostBytesToCopy) throws Exception {
    // Given
    final String[] name = expectedFile.getFileName().toString().replaceFirst("\\.txt$", "").split("\\.(?=[a-z]+$)");
    final List<byte[]> texts = SharedFiles.lines(SharedFiles.need("golden/texts/" + name[1] + ".txt"));
    final List<String> expected = Files.readAllLines(expectedFile);
    assertThat(texts).hasSameSizeAs(expected);
    try (FileChannel channel = FileChannel.open(modelFile(name[0]));
        ModelArtifact artifact = ModelLoader.read(ModelBytes.of(channel, mostBytesToCopy));
        TextClassifier classifier = artifact.plan(options).open()) {
      // When
      final List<List<ScoredLabel>> implied = classify(classifier, EndOfLine.IMPLIED, texts);
      final List<List<ScoredLabel>> written = classify(classifier, EndOfLine.AS_WRITTEN, withLineFeeds(texts));
      // Then
      final List<String> differences = new ArrayList<>();
      for (int line = 0; line < texts.size(); line++) {
        final List<ScoredLabel> reference = parse(expected.get(line));
        if (!agree(reference, implied.get(line)) || !implied.get(line).equals(written.get(line))) {
          differences.add("line " + (line + 1) + ": expected " + reference + " but was " + implied.get(line) + " and " + written.get(line));
        }
      }
      assertThat(differences).isEmpty();
    }
  }

  private static Path modelFile(final String model) {
    final Path quantised = SharedFiles.need("golden/models").resolve(model + ".ftz");
    return Files.exists(quantised) ? quantised : SharedFiles.need("golden/models/" + model + ".bin");
  }

  private static List<byte[]> withLineFeeds(final List<byte[]> texts) {
    return texts.stream()
        .map(
            text -> {
              final byte[] line = Arrays.copyOf(text, text.length + 1);
              line[text.length] = '\n';
              return line;
            })
        .toList();
  }

  private static List<List<ScoredLabel>> classify(final TextClassifier classifier, final EndOfLine endOfLine, final List<byte[]> texts) {
    final var session = classifier.newSession(endOfLine);
    final Predictions predictions = new Predictions(TOP, 0f);
    final List<List<ScoredLabel>> all = new ArrayList<>();
    for (final byte[] text : texts) {
      session.classify(text, 0, text.length, predictions);
      all.add(predictions.toList(classifier.labels()));
    }
    return all;
  }

  private static List<ScoredLabel> parse(final String line) {
    final List<ScoredLabel> labels = new ArrayList<>();
    final String[] fields = line.isEmpty() ? new String[0] : line.split(" ");
    for (int field = 0; field < fields.length; field += 2) {
      labels.add(new ScoredLabel(fields[field], Float.parseFloat(fields[field + 1])));
    }
    return labels;
  }

  /** The same labels with the same scores; labels may change places only where their scores tie, with each other or with the first left out. */
  private static boolean agree(final List<ScoredLabel> expected, final List<ScoredLabel> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    final Map<String, Float> expectedScores = new HashMap<>();
    expected.forEach(label -> expectedScores.put(label.label(), label.score()));
    for (int rank = 0; rank < expected.size(); rank++) {
      final ScoredLabel label = actual.get(rank);
      final float own = expectedScores.getOrDefault(label.label(), expected.getLast().score());
      if (Math.abs(label.score() - expected.get(rank).score()) > TOLERANCE || Math.abs(label.score() - own) > TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
