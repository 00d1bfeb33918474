package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoredLabel;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A compact file against the file that it was made of: the same labels, and the same scores to the last bit, in every form that a budget leads to. */
class CompactAgreementTest {
  private static final int TOP = 5;
  private static final int TEXTS = 100;
  private static final long[] BUDGETS = {0, 500, 5_000, 1 << 20, ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES};

  static Stream<Path> classifiers() throws IOException {
    final List<Path> files = new ArrayList<>(List.of(Path.of("models", "lid.176.ftz"), Path.of("models", "common-voice-83.ftz")));
    for (final String folder : List.of("golden/models", "data/models")) {
      try (Stream<Path> models = Files.list(SharedFiles.need(folder))) {
        models.filter(CompactAgreementTest::isClassifier).sorted().forEach(files::add);
      }
    }
    return files.stream();
  }

  private static boolean isClassifier(final Path file) {
    try {
      FastTextFile.parse(MemorySegment.ofArray(Files.readAllBytes(file)));
      return true;
    } catch (final ModelRefusedException | IOException refused) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void shouldScoreRealTextsAsTheOriginalDoes(final Path file) throws Exception {
    // Given
    final byte[] original = Files.readAllBytes(file);
    final byte[] compact = CompactModels.of(original);
    final List<byte[]> texts = texts();
    for (final long budget : new long[] {0, 1 << 20, ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES}) {
      // When
      final List<List<ScoredLabel>> actual = classify(compact, budget, texts, EndOfLine.IMPLIED, ModelBytes.MOST_BYTES_TO_COPY);
      // Then
      assertThat(actual).isEqualTo(classify(original, budget, texts, EndOfLine.IMPLIED, ModelBytes.MOST_BYTES_TO_COPY));
    }
    assertThat(compact.length).isLessThan(original.length);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void shouldScoreAsTheOriginalDoesWhenItIsMapped(final Path file) throws Exception {
    // Given
    final byte[] original = Files.readAllBytes(file);
    final List<byte[]> texts = texts();
    // When
    final List<List<ScoredLabel>> actual = classify(CompactModels.of(original), 0, texts, EndOfLine.IMPLIED, 0);
    // Then
    assertThat(actual).isEqualTo(classify(original, 0, texts, EndOfLine.IMPLIED, 0));
  }

  @Property(tries = 200)
  void shouldScoreAsTheOriginalDoesWhateverTheModel(@ForAll @IntRange(min = 1, max = 4) final int loss, @ForAll final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final RandomModels models = new RandomModels(random);
    final byte[] original = models.model(loss).bytes();
    final byte[] compact = CompactModels.of(original);
    final List<byte[]> texts = Stream.generate(models::text).limit(6).toList();
    final long budget = BUDGETS[random.nextInt(BUDGETS.length)];
    final long mostBytesToCopy = random.nextBoolean() ? 0 : ModelBytes.MOST_BYTES_TO_COPY;
    for (final EndOfLine endOfLine : EndOfLine.values()) {
      // When
      final List<List<ScoredLabel>> actual = classify(compact, budget, texts, endOfLine, mostBytesToCopy);
      // Then
      assertThat(actual).isEqualTo(classify(original, budget, texts, endOfLine, mostBytesToCopy));
    }
  }

  private static List<byte[]> texts() {
    final List<byte[]> texts = new ArrayList<>();
    for (final String name : List.of("cooking", "edge", "multilingual", "news")) {
      final List<byte[]> lines = SharedFiles.lines(SharedFiles.need("golden/texts/" + name + ".txt"));
      texts.addAll(lines.subList(0, Math.min(TEXTS, lines.size())));
    }
    return texts;
  }

  private static List<List<ScoredLabel>> classify(
      final byte[] model, final long budget, final List<byte[]> texts, final EndOfLine endOfLine, final long mostBytesToCopy) throws Exception {
    final Path file = Files.createTempFile("model", ".any");
    try (FileChannel channel = FileChannel.open(Files.write(file, model));
        ModelArtifact artifact = ModelLoader.read(ModelBytes.of(channel, mostBytesToCopy));
        TextClassifier classifier = artifact.plan(new ModelOptions(budget)).open()) {
      final ClassifierSession session = classifier.newSession(endOfLine);
      final Predictions predictions = new Predictions(TOP, 0f);
      final List<List<ScoredLabel>> all = new ArrayList<>();
      for (final byte[] text : texts) {
        session.classify(text, 0, text.length, predictions);
        all.add(predictions.toList(classifier.labels()));
      }
      return all;
    } finally {
      Files.delete(file);
    }
  }
}
