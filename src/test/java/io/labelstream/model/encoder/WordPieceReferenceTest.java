package io.labelstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.BertVocabulary;
import io.labelstream.fixture.ReferenceTokenizer;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.fixture.TortureTexts;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts have the same word pieces as with the tokenizers of Hugging Face. */
class WordPieceReferenceTest {
  private static final int POINTS_A_TEXT = 512;
  /** Behind are only planes without characters, tags, and private use. */
  private static final int LAST_LETTER = 0x323AF;

  private final SharedText shared = new SharedText();

  /** Fails with a Java runtime of a later version of Unicode, and tells what to add to {@link ReferenceUnicode}. */
  @ParameterizedTest
  @CsvSource({"LOWERED, STRIPPED", "LOWERED, KEPT", "KEPT, STRIPPED", "KEPT, KEPT"})
  void shouldTreatEachCodePointAsTheReference(final LetterCase letterCase, final Accents accents) {
    // Given
    final WordPieceVocabulary vocabulary = BertVocabulary.of(
        Stream.concat(Stream.of("[UNK]", "[CLS]", "[SEP]"), letters().stream()).toList(), letterCase, accents);
    final List<byte[]> texts = new ArrayList<>();
    for (int first = 0; first <= LAST_LETTER; first += POINTS_A_TEXT) {
      final StringBuilder text = new StringBuilder();
      IntStream.range(first, first + POINTS_A_TEXT)
          .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
          .forEach(point -> text.append('q').appendCodePoint(point).append("\u0323\u302E\u0307z "));
      texts.add(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    // When
    final List<String> differences = differences(vocabulary, texts);
    // Then
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"LOWERED, STRIPPED", "LOWERED, KEPT", "KEPT, STRIPPED", "KEPT, KEPT"})
  void shouldFindThePiecesOfTheReferenceInTexts(final LetterCase letterCase, final Accents accents) {
    // Given
    final Random random = new Random(1);
    final List<byte[]> texts = IntStream.range(0, 5000).mapToObj(text -> TortureTexts.text(random, random.nextInt(20))).toList();
    // When
    final List<String> differences = differences(BertVocabulary.of(BertVocabulary.pieces(), letterCase, accents), texts);
    // Then
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "data/classification/agnews/test.csv, 1", "data/classification/agnews/train_raw.tsv, 40", "data/intents/banking77/train.csv, 8",
    "data/lid/cv_train.tsv, 60"
  })
  void shouldFindThePiecesOfTheReferenceInRealTexts(final String file, final int step) {
    // Given
    final Path path = SharedFiles.need(file);
    final List<byte[]> lines = SharedFiles.lines(path);
    final List<byte[]> texts = IntStream.range(0, lines.size() / step).mapToObj(line -> lines.get(line * step)).toList();
    // When
    final List<String> differences = differences(BertVocabulary.uncased(), texts);
    // Then
    assertThat(differences).isEmpty();
  }

  /** Each letter that something is decomposed into or lowered to, outside and inside words. */
  private static List<String> letters() {
    final Set<String> letters = new TreeSet<>(List.of("q", "z"));
    IntStream.range(0, Character.MAX_CODE_POINT)
        .filter(point -> Character.getType(point) != Character.SURROGATE)
        .mapToObj(Character::toString)
        .flatMap(text -> Stream.of(Normalizer.normalize(text, Normalizer.Form.NFD), text.toLowerCase(Locale.ROOT)).filter(changed -> !changed.equals(text)))
        .forEach(text -> text.codePoints().mapToObj(Character::toString).forEach(letters::add));
    return letters.stream().flatMap(letter -> Stream.of(letter, "##" + letter)).toList();
  }

  /** The bytes of the texts for which there are others, with both lists of ids. */
  private List<String> differences(final WordPieceVocabulary vocabulary, final List<byte[]> texts) {
    try (Arena arena = Arena.ofConfined();
        ReferenceTokenizer reference = new ReferenceTokenizer(vocabulary)) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(vocabulary, arena);
      final List<String> differences = new ArrayList<>();
      for (final byte[] text : texts) {
        final int[] expected = reference.ids(new String(text, StandardCharsets.UTF_8));
        shared.set(text, 0, text.length);
        final WordPieceTokens tokens = shared.features(tokenizer);
        final int[] found = Arrays.copyOf(tokens.ids(), tokens.count());
        if (!Arrays.equals(expected, found)) {
          differences.add(HexFormat.of().formatHex(text) + ": " + Arrays.toString(found) + ", expected " + Arrays.toString(expected));
        }
      }
      return differences;
    }
  }
}
