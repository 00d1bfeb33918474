package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoredLabel;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of a text to a model, one rule at a time. */
class FastTextClassifierTest {
  @TempDir private Path folder;

  @Test
  void shouldEndATextWithTheEndOfLineTokenWhereItIsImplied() throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("</s>", "alpha"))) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.IMPLIED, "");
      // Then
      assertThat(labels.getFirst().label()).isEqualTo("__label__</s>");
    }
  }

  @Test
  void shouldAddTheEndOfLineTokenOnlyWhereALineFeedIsWritten() throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("</s>", "alpha", "beta"))) {
      // When
      final List<ScoredLabel> without = classify(classifier, EndOfLine.AS_WRITTEN, "");
      final List<ScoredLabel> with = classify(classifier, EndOfLine.AS_WRITTEN, "\n");
      final List<ScoredLabel> cut = classify(classifier, EndOfLine.AS_WRITTEN, "\nalpha");
      final List<ScoredLabel> word = classify(classifier, EndOfLine.AS_WRITTEN, "alpha");
      final List<ScoredLabel> line = classify(classifier, EndOfLine.AS_WRITTEN, "alpha\nbeta");
      // Then
      assertThat(without).isEmpty();
      assertThat(with.getFirst().label()).isEqualTo("__label__</s>");
      assertThat(cut).isEqualTo(with);
      assertThat(word.getFirst().label()).isEqualTo("__label__alpha");
      assertThat(line).isEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPLIED", "AS_WRITTEN"})
  void shouldEndATextAtALiteralEndOfLineToken(final EndOfLine endOfLine) throws Exception {
    // Given
    try (TextClassifier classifier = open(bigrams())) {
      // When
      final List<ScoredLabel> cut = classify(classifier, endOfLine, "alpha </s> beta");
      // Then
      assertThat(cut).isEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha"));
    }
  }

  @Test
  void shouldLookBehindALiteralEndOfLineTokenWhereItIsOnlyImplied() throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("</s>", "alpha", "beta"))) {
      // When
      final List<ScoredLabel> hidden = classify(classifier, EndOfLine.IMPLIED_ONLY, "alpha </s> beta beta beta");
      final List<ScoredLabel> plain = classify(classifier, EndOfLine.IMPLIED_ONLY, "alpha beta");
      // Then
      assertThat(hidden.getFirst().label()).isEqualTo("__label__beta");
      assertThat(plain).isEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha beta"));
    }
  }

  @Test
  void shouldLeaveLabelsInTheTextOut() throws Exception {
    // Given
    try (TextClassifier classifier = open(bigrams())) {
      // When
      final List<ScoredLabel> with = classify(classifier, EndOfLine.IMPLIED, "__label__a alpha __label__unknown beta __label__");
      // Then
      assertThat(with).isEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha beta"));
    }
  }

  @Test
  void shouldLeaveLabelsWithAnotherPrefixOut() throws Exception {
    // Given
    try (TextClassifier classifier = open(bigrams().labels("#red", "#blue"))) {
      // When
      final List<ScoredLabel> with = classify(classifier, EndOfLine.IMPLIED, "alpha #red beta");
      // Then
      assertThat(with).isEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha beta"));
    }
  }

  @Test
  void shouldEndATextAtALabelWithTheNameOfTheEndOfLineToken() throws Exception {
    // Given
    try (TextClassifier classifier = open(bigrams().labels("</s>", "other"))) {
      // When
      final List<ScoredLabel> cut = classify(classifier, EndOfLine.AS_WRITTEN, "alpha </s> beta");
      // Then
      assertThat(cut).isEqualTo(classify(classifier, EndOfLine.AS_WRITTEN, "alpha"));
    }
  }

  @Test
  void shouldTakeUnknownTokensForPartnersOfBigrams() throws Exception {
    // Given
    try (TextClassifier classifier = open(bigrams())) {
      // When
      final List<ScoredLabel> with = classify(classifier, EndOfLine.IMPLIED, "alpha __label beta");
      // Then
      assertThat(with).isNotEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha beta"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\t", "\n", "\u000B", "\f", "\r", " "})
  void shouldCutTokensAtWhiteSpace(final String white) throws Exception {
    // Given
    try (TextClassifier classifier = open(bigrams())) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.IMPLIED, white + "alpha" + white + white + "beta" + white);
      // Then
      assertThat(labels).isEqualTo(classify(classifier, EndOfLine.IMPLIED, "alpha beta"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00A0", "\u3000", "\u2028", "\u0085", "\u0001", "\u001F", "\u007F", "\u200B"})
  void shouldNotCutTokensAtOtherCharacters(final String other) throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("alpha", "beta"))) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.AS_WRITTEN, "alpha" + other + "beta");
      // Then
      assertThat(labels).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 18, 40})
  void shouldTellWordsApartThatShareTheirFirstBytes(final int length) throws Exception {
    // Given
    final String stem = "a".repeat(length - 1);
    final String[] words = {stem + "x", stem + "y", stem + "é", stem + "xx", stem + "xxxxxxxxxxxxxxxxx", stem + "xxxxxxxxxxxxxxxxy"};
    try (TextClassifier classifier = open(oneLabelAWord(words))) {
      // When
      final List<String> best =
          IntStream.range(0, words.length).mapToObj(word -> classify(classifier, EndOfLine.AS_WRITTEN, words[word]).getFirst().label()).toList();
      // Then
      assertThat(best).isEqualTo(IntStream.range(0, words.length).mapToObj(word -> "__label__" + words[word]).toList());
      assertThat(classify(classifier, EndOfLine.AS_WRITTEN, stem + "z")).isEmpty();
      assertThat(classify(classifier, EndOfLine.AS_WRITTEN, stem + "xxxxxxxxxxxxxxxxz")).isEmpty();
    }
  }

  @Test
  void shouldGiveTheFirstShortWords() throws Exception {
    // Given
    try (TextClassifier classifier = open(new FastTextModelFile(1).words("</s>", "alpha", "a word of more than 16".replace(' ', '-'), "été", "last"))) {
      // When
      final List<byte[]> words = classifier.words(2);
      // Then
      assertThat(words.stream().map(word -> new String(word, StandardCharsets.UTF_8))).containsExactly("alpha", "été");
    }
  }

  @Test
  void shouldHaveNoSubwordsInFormat11() throws Exception {
    // Given
    final FastTextModelFile file = new FastTextModelFile(1).version(11).buckets(9).subwords(2, 3).words("alpha");
    try (TextClassifier classifier = open(file)) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.AS_WRITTEN, "unknown");
      // Then
      assertThat(labels).isEmpty();
    }
  }

  @Test
  void shouldGiveTheSubwordsOfUnknownWordsInFormat12() throws Exception {
    // Given
    final FastTextModelFile file = new FastTextModelFile(1).buckets(9).subwords(2, 3).words("alpha");
    try (TextClassifier classifier = open(file)) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.AS_WRITTEN, "unknown");
      // Then
      assertThat(labels).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldScoreAModelOfOneLabel(final int loss) throws Exception {
    // Given
    final FastTextModelFile file = new FastTextModelFile(1).loss(loss).labels("__label__only");
    try (TextClassifier classifier = open(file)) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.IMPLIED, "alpha");
      // Then
      assertThat(labels).hasSize(1);
    }
  }

  @Test
  void shouldScoreAboveOneByWhatTheReferenceAdds() throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("alpha", "beta"))) {
      // When
      final List<ScoredLabel> labels = classify(classifier, EndOfLine.AS_WRITTEN, "alpha");
      // Then
      assertThat(labels.getFirst().score()).isEqualTo(1.00001f);
    }
  }

  @Test
  void shouldGiveAllLabelsWhereMoreAreWanted() throws Exception {
    // Given
    try (TextClassifier classifier = open(new FastTextModelFile(1))) {
      final Predictions predictions = new Predictions(100, 0f);
      // When
      classifier.newSession().classify("alpha", predictions);
      // Then
      assertThat(predictions.toList(classifier.labels())).extracting(ScoredLabel::label).containsExactlyInAnyOrder("__label__a", "__label__b", "__label__c");
    }
  }

  @Test
  void shouldForgetTheTextBefore() throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("alpha", "beta"))) {
      final ClassifierSession session = classifier.newSession(EndOfLine.AS_WRITTEN);
      final Predictions predictions = new Predictions(2, 0f);
      session.classify("alpha", predictions);
      // When
      session.classify("nothing known", predictions);
      // Then
      assertThat(predictions.count()).isZero();
    }
  }

  @Test
  void shouldFindWordNgramsThatCrossTheEndOfAStretch() throws Exception {
    // Given
    final int bucket = 77_777;
    final FastTextModelFile file = new FastTextModelFile(1).words("nothing").wordNgrams(3).buckets(1 << 20).quantised(2, false);
    final int trigram = trigram("left", "middle", "right", 1 << 20);
    try (TextClassifier classifier = open(file.keeping(trigram, bucket))) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(1, 0f);
      final String text = "left middle right";
      for (int start = 4096 - 2 * text.length(); start < 4096 + text.length(); start++) {
        // When
        session.classify(pad(start) + text + pad(5000), predictions);
        // Then
        assertThat(predictions.count()).as("trigram at byte %d", start).isOne();
      }
      session.classify(pad(4090) + "left middle  wrong" + pad(5000), predictions);
      assertThat(predictions.count()).isZero();
    }
  }

  @Test
  void shouldFindAWordWhereverAStretchEnds() throws Exception {
    // Given
    try (TextClassifier classifier = open(oneLabelAWord("needle", "beta"))) {
      final ClassifierSession session = classifier.newSession(EndOfLine.AS_WRITTEN);
      final Predictions predictions = new Predictions(1, 0f);
      for (int before = 4060; before < 4120; before++) {
        for (final String filler : List.of(" ".repeat(before), "x".repeat(before - 1) + " ", "x".repeat(2 * before) + " ")) {
          // When
          session.classify(filler + "needle " + "y".repeat(before), predictions);
          // Then
          assertThat(predictions.count()).as("word behind %d bytes", filler.length()).isOne();
        }
      }
    }
  }

  @Test
  void shouldTakeTextInAnyForm() throws Exception {
    // Given
    final String text = "alpha é日 \uD83D\uDE00beta \uD83D \uDE00 gamma";
    final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    final byte[] framed = ("beta" + new String(utf8, StandardCharsets.UTF_8) + "beta").getBytes(StandardCharsets.UTF_8);
    try (TextClassifier classifier = open(new FastTextModelFile(1).wordNgrams(2).buckets(50).subwords(2, 4));
        Arena arena = Arena.ofConfined()) {
      final MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, framed);
      final ClassifierSession session = classifier.newSession();
      final List<Predictions> all = new ArrayList<>();
      // When
      session.classify(utf8, 0, utf8.length, next(all));
      session.classify(framed, 4, utf8.length, next(all));
      session.classify(MemorySegment.ofArray(framed), 4, utf8.length, next(all));
      session.classify(memory, 4, utf8.length, next(all));
      session.classify(text, next(all));
      session.classify(new StringBuilder(text), next(all));
      // Then
      assertThat(all).extracting(predictions -> predictions.toList(classifier.labels())).hasSize(6).containsOnly(all.getFirst().toList(classifier.labels()));
    }
  }

  @Test
  void shouldRefuseARangeOutsideTheText() throws Exception {
    // Given
    try (TextClassifier classifier = open(new FastTextModelFile(1))) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(1, 0f);
      final byte[] text = new byte[10];
      // When, Then
      assertThatThrownBy(() -> session.classify(text, 5, 6, predictions)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> session.classify(text, -1, 2, predictions)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> session.classify(MemorySegment.ofArray(text), 9, 2, predictions)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> session.classify(text, 0, -1, predictions)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldGiveTheSameBitsAgain(final int loss) throws Exception {
    // Given
    final Random random = new Random(loss);
    final RandomModels models = new RandomModels(random);
    final List<byte[]> texts = IntStream.range(0, 50).mapToObj(_ -> models.text()).toList();
    try (TextClassifier classifier = open(models.model(loss).scale(0.7f))) {
      final List<List<ScoredLabel>> fresh = texts.stream().map(text -> classify(classifier.newSession(), classifier, text)).toList();
      final ClassifierSession session = classifier.newSession();
      for (int round = 0; round < 200; round++) {
        for (int text = 0; text < texts.size(); text++) {
          // When
          final List<ScoredLabel> again = classify(session, classifier, texts.get(text));
          // Then
          assertThat(again).as("text %d in round %d", text, round).isEqualTo(fresh.get(text));
        }
      }
    }
  }

  @Test
  void shouldKeepDerivedTablesWithinTheBudget() throws Exception {
    // Given
    for (int seed = 0; seed < 300; seed++) {
      final Random random = new Random(seed);
      final Path file = new RandomModels(random).model(1 + seed % 4).write(folder);
      for (final long budget : new long[] {0, random.nextInt(2000), random.nextInt(20_000), random.nextInt(200_000), ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES}) {
        // When
        try (TextClassifier classifier = ModelLoader.open(file, new ModelOptions(budget))) {
          final ModelMemory memory = classifier.memory();
          // Then
          final long derived = memory.parts().stream().filter(part -> part.kind() == ModelMemory.Kind.DERIVED).mapToLong(ModelMemory.Part::bytes).sum();
          assertThat(derived).as("model %d with a budget of %d: %s", seed, budget, memory).isBetween(0L, budget);
          assertThat(memory.parts()).allSatisfy(part -> assertThat(part.bytes()).isNotNegative());
          assertThat(memory.residentBytes() + memory.mappedBytes()).isEqualTo(memory.parts().stream().mapToLong(ModelMemory.Part::bytes).sum());
        }
      }
    }
  }

  /** A model in which each word stands for the label of its own name. */
  private static FastTextModelFile oneLabelAWord(final String... words) {
    final int count = words.length;
    final float[] identity = new float[count * count];
    for (int word = 0; word < count; word++) {
      identity[word * count + word] = 10;
    }
    final String[] labels = IntStream.range(0, count).mapToObj(word -> "__label__" + words[word]).toArray(String[]::new);
    return new FastTextModelFile(1).dimensions(count).words(words).labels(labels).input(identity).output(identity);
  }

  private static FastTextModelFile bigrams() {
    return new FastTextModelFile(5).wordNgrams(2).buckets(1000);
  }

  private static int trigram(final String first, final String second, final String third, final int buckets) {
    long hash = 0;
    for (final String word : List.of(first, second, third)) {
      int own = 0x811C9DC5;
      for (final byte value : word.getBytes(StandardCharsets.UTF_8)) {
        own = (own ^ value) * 16777619;
      }
      hash = hash == 0 ? own : hash * 116049371L + own;
    }
    return (int) Long.remainderUnsigned(hash, buckets);
  }

  /** {@code length} bytes of words of one letter, with a space at both ends. */
  private static String pad(final int length) {
    final StringBuilder pad = new StringBuilder();
    for (int position = 0; position < length; position++) {
      pad.append(position % 2 == 1 && position < length - 1 ? 'p' : ' ');
    }
    return pad.toString();
  }

  private TextClassifier open(final FastTextModelFile file) throws Exception {
    return ModelLoader.open(file.write(folder));
  }

  private static Predictions next(final List<Predictions> all) {
    all.add(new Predictions(3, 0f));
    return all.getLast();
  }

  private static List<ScoredLabel> classify(final ClassifierSession session, final TextClassifier classifier, final byte[] text) {
    final Predictions predictions = new Predictions(5, 0f);
    session.classify(text, 0, text.length, predictions);
    return predictions.toList(classifier.labels());
  }

  private static List<ScoredLabel> classify(final TextClassifier classifier, final EndOfLine endOfLine, final String text) {
    return classify(classifier.newSession(endOfLine), classifier, text.getBytes(StandardCharsets.UTF_8));
  }
}
