package io.labelstream.train.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.SharedText;
import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureTable;
import io.labelstream.model.labeltree.FeatureVector;
import io.labelstream.model.labeltree.SparseTerms;
import io.labelstream.model.labeltree.TextTerms;
import io.labelstream.model.labeltree.Weighting;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.data.TrainingDataException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainingTextsTest {
  private static final FeatureSettings WORDS = new FeatureSettings(TextTerms.words(), Weighting.TF_IDF);
  private static final VocabularyLimits ALL = new VocabularyLimits(1, 1, Integer.MAX_VALUE);

  @Test
  void shouldNumberLabelsByTextsThenName() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("one", "b", "rare").add("two", "c", "b").add("six", "c", "c", "a").add("ten", "a", "c");
    // When
    final TrainingTexts texts = TrainingTexts.of(examples, WORDS, ALL);
    // Then
    assertThat(texts.names()).containsExactly("c", "a", "b", "rare");
    assertThat(texts.labelTexts()).containsExactly(3, 2, 2, 1);
    assertThat(texts.labels().labels()).containsExactly(2, 3, 0, 2, 0, 1, 0, 1);
    assertThat(texts.labels().starts()).containsExactly(0, 2, 4, 6, 8);
    assertThat(texts.labels().count()).isEqualTo(4);
  }

  @Test
  void shouldPassOverTextsWithoutLabelOrFeature() throws Exception {
    // Given
    final ExampleList examples =
        new ExampleList().add("word unlabelled").add("", "common").add("word again", "common", "other").add("x", "lost").add("word", "common").add("word", "rare");
    // When
    final TrainingTexts texts = TrainingTexts.of(examples, WORDS, new VocabularyLimits(1, 2, 10));
    // Then
    assertThat(texts.passedOver()).isEqualTo(new PassedOver(1, 2, 1, 3));
    assertThat(texts.passedOver().texts()).isEqualTo(4);
    assertThat(texts.names()).containsExactly("common");
    assertThat(texts.features().rows()).isEqualTo(2);
    assertThat(texts.labels().rows()).isEqualTo(2);
    assertThat(texts.features().starts()).containsExactly(0, 2, 3);
    assertThat(texts.features().columns()).isEqualTo(2);
    assertThat(texts.features().values()).endsWith(1f);
  }

  @Test
  void shouldWeighByTheTextsWithLabel() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("many many few", "a").add("many", "a").add("many", "a").add("few few few");
    // When
    final TrainingTexts texts = TrainingTexts.of(examples, WORDS, ALL);
    // Then
    final double many = 2.0;
    final double few = Math.log(4.0 / 2) + 1;
    final double length = Math.hypot(many, few);
    assertThat(Arrays.copyOf(texts.features().values(), 2)).containsExactlyInAnyOrder((float) (many / length), (float) (few / length));
    assertThat(texts.space().factors()).containsExactlyInAnyOrder(1f, (float) few);
  }

  @Test
  void shouldLearnTheTermsOfTheMostTexts() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("aa bb bb bb cc", "l").add("aa cc", "l").add("aa dd dd", "l").add("bb bb", "l");
    // When
    final TrainingTexts all = TrainingTexts.of(examples, WORDS, new VocabularyLimits(2, 1, 10));
    final TrainingTexts two = TrainingTexts.of(examples, WORDS, new VocabularyLimits(1, 1, 2));
    // Then
    assertThat(all.space().size()).isEqualTo(3);
    assertThat(two.space().size()).isEqualTo(2);
    assertThat(two.space().factors()).contains((float) (Math.log(5.0 / 4) + 1)).doesNotContain((float) (Math.log(5.0 / 2) + 1));
    assertThat(all.space().keys()).contains(two.space().keys());
  }

  @Test
  void shouldRefuseTextsThatNothingIsLearnedFrom() {
    // Given
    final ExampleList examples = new ExampleList().add("words").add("?!", "a").add("more words", "b");
    // When, Then
    assertThatThrownBy(() -> TrainingTexts.of(examples, WORDS, new VocabularyLimits(1, 2, 10)))
        .isInstanceOf(TrainingDataException.class)
        .hasMessage("examples.txt has no text to learn from: 1 texts are without label, 1 without a feature that occurs often enough, 1 have too rare labels only; "
            + "expected at least one other");
  }

  @Test
  void shouldRefuseTokensThatAreNoSparseFeature() {
    // Given
    final ExampleList examples = new ExampleList().add("1:1 2:0.5", "a").add("-1:7").add("1:1 2:nan 3:x", "b");
    // When, Then
    assertThatThrownBy(() -> TrainingTexts.of(examples, new FeatureSettings(new SparseTerms(), Weighting.GIVEN), ALL))
        .isInstanceOf(TrainingDataException.class)
        .hasMessage("examples.txt: token 2 of text 3 is no sparse feature, expected index:value with an index from 0 to 2147483647 and a finite number");
  }

  @Test
  void shouldGiveSparseFeaturesAsTheyAre() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("9:0.25 2:-3", "a").add("2:1 5:0", "b");
    // When
    final TrainingTexts texts = TrainingTexts.of(examples, new FeatureSettings(new SparseTerms(), Weighting.GIVEN), ALL);
    // Then
    assertThat(texts.space().keys()).containsExactly(2, 5, 9);
    assertThat(texts.features().features()).containsExactly(0, 2, 0);
    assertThat(texts.features().values()).containsExactly(-3f, 0.25f, 1f);
  }

  @Property(tries = 200)
  void shouldGiveTheSameBitsAsInAModel(
      @ForAll final Weighting weighting,
      @ForAll @IntRange(min = 1, max = 2) final int minTexts,
      @ForAll @IntRange(min = 1, max = 30) final int mostTerms,
      @ForAll final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final FeatureSettings settings = new FeatureSettings(new TextTerms(1 + random.nextInt(2), 0, 0, 0), weighting);
    final ExampleList examples = new ExampleList().add("w1 w1", "a").add("w1", "a");
    for (int text = random.nextInt(20); text > 0; text--) {
      final String words = random.ints(1 + random.nextInt(40), 0, 12).mapToObj(word -> "w" + word + " ").reduce("", String::concat);
      examples.add(words, "a");
    }
    // When
    final TrainingTexts texts = TrainingTexts.of(examples, settings, new VocabularyLimits(minTexts, 1, mostTerms));
    // Then
    final FeatureVector vector = new FeatureVector();
    final int[] row = new int[1];
    try (Arena arena = Arena.ofConfined()) {
      final FeatureTable table = FeatureTable.of(texts.space(), arena);
      final SharedText shared = new SharedText();
      examples.forEach(example -> {
        shared.set(example.text(), example.offset(), example.length());
        table.fill(shared, vector);
        row[0] += vector.count() == 0 ? 0 : requireRow(texts.features(), row[0], vector);
      });
    }
    assertThat(row[0]).isEqualTo(texts.features().rows());
  }

  private static int requireRow(final FeatureMatrix matrix, final int row, final FeatureVector vector) {
    final int start = matrix.starts()[row];
    final int end = matrix.starts()[row + 1];
    assertThat(Arrays.copyOfRange(matrix.features(), start, end)).isEqualTo(Arrays.copyOf(vector.features(), vector.count()));
    assertThat(Arrays.copyOfRange(matrix.values(), start, end)).isEqualTo(Arrays.copyOf(vector.values(), vector.count()));
    return 1;
  }

  @Test
  void shouldFindAsManyFeaturesAsItsPeersInDebianPackages() throws Exception {
    // Given
    final Path file = SharedFiles.need("data/xmc/debian-depends/train.tsv");
    final ExampleList examples = new ExampleList();
    for (final byte[] line : SharedFiles.lines(file)) {
      final String[] cells = new String(line, StandardCharsets.UTF_8).split("\t", 2);
      examples.add(cells[1], cells[0].split(","));
    }
    // When
    final TrainingTexts texts = TrainingTexts.of(examples, WORDS, ALL);
    // Then
    assertThat(texts.features().rows()).isEqualTo(42_919);
    assertThat(texts.labels().count()).isEqualTo(11_357);
    assertThat(texts.space().size()).isEqualTo(37_282);
    assertThat(texts.features().features().length / 42_919.0).isBetween(8.183, 8.184);
    assertThat(texts.passedOver()).isEqualTo(new PassedOver(0, 0, 0, 0));
  }
}
