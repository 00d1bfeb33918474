package io.labelstream.model.inception;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.TortureTexts;
import io.labelstream.model.SharedText;
import io.labelstream.model.inception.WordRules.StopWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordRulesTest {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+|\\p{N}+");

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      libfoo2-dev                    | libfoo 2 dev
      The C++17 compiler             | the c 17 compiler
      'x86_64: ÄÖÜ, ΣΑΣ'             | x 86 64 äöü σασ
      İstanbul                       | istanbul
      cafe\u0301s                    | cafe\u0301s
      Ⅷ½ m²                          | ⅷ½ m ²
      'd''accord'                    | d accord
      😀                             | -
      ''                             | -
      """)
  void shouldFindTheWords(final String text, final String words) {
    // Given
    final WordRules rules = new WordRules(StopWords.KEPT);
    // When
    final List<String> found = words(rules, text.getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(found).isEqualTo(words == null ? List.of() : List.of(words.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      The tools of a developer and THEIRS | tools developer
      themes, thesis                      | themes thesis
      yourself                            | -
      yourselfish                         | yourselfish
      to be or not to be: 2               | 2
      """)
  void shouldLeaveStopWordsOut(final String text, final String words) {
    // Given
    final WordRules rules = new WordRules(StopWords.LEFT_OUT);
    // When
    final List<String> found = words(rules, text.getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(found).isEqualTo(words == null ? List.of() : List.of(words.split(" ")));
  }

  /** A byte that is not part of well-formed UTF-8 separates words as a character does that is no part of a word. */
  @Property(tries = 500)
  void shouldFindTheWordsOfAnyBytes(@ForAll @IntRange(max = 200) final int length, @ForAll final long seed) {
    // Given
    final byte[] text = TortureTexts.text(new Random(seed), length);
    // When
    final List<String> found = words(new WordRules(StopWords.KEPT), text);
    // Then
    final String decoded = new String(text, StandardCharsets.UTF_8);
    assertThat(found).isEqualTo(WORD.matcher(decoded).results().map(MatchResult::group).map(WordRulesTest::lowered).toList());
  }

  private static String lowered(final String word) {
    return word.codePoints().map(Character::toLowerCase).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  private static List<String> words(final WordRules rules, final byte[] text) {
    final SharedText shared = new SharedText();
    shared.set(text, 0, text.length);
    final TextWords words = shared.features(rules);
    return IntStream.range(0, words.count()).mapToObj(word -> new String(words.word(word), StandardCharsets.UTF_8)).toList();
  }
}
