package io.labelstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.labelstream.fixture.BertVocabulary;
import io.labelstream.fixture.CountingArena;
import io.labelstream.fixture.TortureTexts;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPieceTokenizerTest {
  private static final List<String> PIECES =
      List.of("[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "aff", "a", "##b", "日", "。", "¿", "e", "resume", "=", "[", "]", "cls", "internationalization",
          "internationali", "##zation", "##izations", "x", "##" + "y".repeat(70), "##y", "Ab");
  private static final int MOST_ROUNDS = 60;

  private final SharedText shared = new SharedText();

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      unaffable                  | un ##aff ##able
      UNAFFABLE                  | un ##aff ##able
      unaffably                  | [UNK]
      a日。¿                      | a 日 。 ¿
      Résumé e\u0301             | resume e
      a\u00ADb a\u0000b          | a ##b a ##b
      a\u00A0\u3000\u2028ab      | a a ##b
      ≠                          | =
      a[SEP]a [cls] [CLS         | a [SEP] a [ cls ] [ cls
      internationalization       | internationalization
      internationalizations      | [UNK]
      """)
  void shouldCutATextIntoPieces(final String text, final String expected) {
    // When
    final List<String> found = pieces(text.getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(found).containsExactly(expected.split(" "));
  }

  @Test
  void shouldFindPiecesOfAnyLength() {
    // Given
    final String longest = "x" + "y".repeat(72);
    // When
    final List<String> found = pieces(longest.getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(found).containsExactly("x", "##" + "y".repeat(70), "##y", "##y");
  }

  @Test
  void shouldLeaveOutBytesThatAreNotUtf8() {
    // When
    final List<String> found = pieces(new byte[] {'a', (byte) 0xC3, 'b', ' ', (byte) 0xED, (byte) 0xA0, (byte) 0x80, 'a', (byte) 0xE2, (byte) 0x82});
    // Then
    assertThat(found).containsExactly("a", "##b", "a");
  }

  @Test
  void shouldTakeAWordOfMoreThanAHundredCharactersAsUnknown() {
    // When
    final List<String> found = pieces(("ab " + "é".repeat(101) + " a" + "b".repeat(99) + " a" + "b".repeat(100)).getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(found).startsWith("a", "##b", "[UNK]", "a").hasSize(2 + 1 + 100 + 1).endsWith("##b", "[UNK]");
  }

  @Test
  void shouldKeepCapitalsWhereTheVocabularySaysSo() {
    // Given
    final WordPieceVocabulary vocabulary = BertVocabulary.of(PIECES, LetterCase.KEPT, Accents.KEPT);
    // When
    final List<String> found = pieces(vocabulary, "Ab ab résumé".getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(found).containsExactly("Ab", "a", "##b", "[UNK]");
  }

  @Test
  void shouldShareThePiecesAmongModelsWithTheSameVocabularyAndNoOthers() {
    // Given
    try (Arena first = Arena.ofConfined();
        Arena second = Arena.ofConfined()) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(BertVocabulary.uncased(), first);
      final WordPieceTokenizer same = WordPieceTokenizer.open(BertVocabulary.uncased(), second);
      final WordPieceTokenizer cased = WordPieceTokenizer.open(BertVocabulary.of(BertVocabulary.pieces(), LetterCase.KEPT, Accents.STRIPPED), second);
      shared.set("Any text");
      // When
      final WordPieceTokens tokens = shared.features(tokenizer);
      // Then
      assertThat(shared.features(same)).isSameAs(tokens);
      assertThat(shared.features(cased)).isNotSameAs(tokens);
    }
  }

  @Test
  void shouldTellTheBytesThatAVocabularyTakes() {
    // Given
    final WordPieceVocabulary vocabulary = BertVocabulary.of(PIECES, LetterCase.LOWERED, Accents.STRIPPED);
    try (CountingArena arena = new CountingArena()) {
      // When
      WordPieceTokenizer.open(vocabulary, arena);
      // Then
      assertThat(WordPieceTokenizer.bytesFor(vocabulary)).isEqualTo(arena.bytes());
    }
  }

  @Test
  @Tag("own-jvm")
  void shouldAllocateNothingPerText() {
    // Given
    final Random random = new Random(1);
    final byte[][] texts = IntStream.range(0, 2000).mapToObj(text -> TortureTexts.text(random, random.nextInt(40))).toArray(byte[][]::new);
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    try (Arena arena = Arena.ofConfined()) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(BertVocabulary.uncased(), arena);
      // When
      for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (final byte[] text : texts) {
          shared.set(text, 0, text.length);
          shared.features(tokenizer);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    // Then
    assertThat(allocated).isZero();
  }

  private List<String> pieces(final byte[] text) {
    return pieces(BertVocabulary.of(PIECES, LetterCase.LOWERED, Accents.STRIPPED), text);
  }

  private List<String> pieces(final WordPieceVocabulary vocabulary, final byte[] text) {
    try (Arena arena = Arena.ofConfined()) {
      shared.set(text, 0, text.length);
      final WordPieceTokens tokens = shared.features(WordPieceTokenizer.open(vocabulary, arena));
      final List<String> pieces = new ArrayList<>();
      for (int index = 0; index < tokens.count(); index++) {
        pieces.add(new String(vocabulary.pieces().get(tokens.ids()[index]), StandardCharsets.UTF_8));
      }
      return pieces;
    }
  }
}
