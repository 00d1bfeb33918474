package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.fixture.TortureTexts;
import io.labelstream.model.SharedText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Terms of bytes against the rules as they are written down, on strings. */
class TextTermsPropertyTest {
  private final SharedText text = new SharedText();

  @Property(tries = 1000)
  void shouldFindTheTermsOfAnyBytes(
      @ForAll @IntRange(max = 200) final int pieces,
      @ForAll @IntRange(min = 1, max = 5) final int words,
      @ForAll @IntRange(max = 10) final int shortest,
      @ForAll @IntRange(max = 10) final int more,
      @ForAll @IntRange(max = 3) final int buckets,
      @ForAll final long seed) {
    // Given
    final TextTerms terms = new TextTerms(words, shortest, shortest == 0 ? 0 : Math.min(shortest + more, 10), buckets == 3 ? 1000 : buckets);
    final byte[] bytes = TortureTexts.text(new Random(seed), pieces);
    // When
    final List<Long> keys = keys(terms, bytes);
    // Then
    assertThat(keys).containsExactlyInAnyOrderElementsOf(NaiveTerms.keys(terms, bytes));
  }

  @Example
  void shouldFindTheTermsOfRealTitles() {
    for (final String file : List.of("debian-depends", "tibkat-titles", "yso-titles-en")) {
      for (final byte[] line : SharedFiles.lines(SharedFiles.need("data/xmc/" + file + "/test.tsv"))) {
        // When
        final List<Long> keys = keys(TextTerms.words(), line);
        // Then
        assertThat(keys).isEqualTo(NaiveTerms.keys(TextTerms.words(), line));
      }
    }
  }

  @Example
  void shouldKeepTheKeysThatFilesHave() {
    // Given
    final byte[] bytes = "Ångström x 42".getBytes(StandardCharsets.UTF_8);
    // When
    final List<Long> keys = keys(new TextTerms(2, 9, 9, 0), bytes);
    // Then
    assertThat(keys).containsExactly(
        -1355569543127424819L, 528376639533711927L, 8628362436756977658L, -6617812790351086846L, 4706401260475926917L);
  }

  @Example
  void shouldFindNoWordOfOneCharacter() {
    assertThat(keys(TextTerms.words(), "a é \uD83D\uDE00 7 _ xy".getBytes(StandardCharsets.UTF_8))).hasSize(1);
  }

  @Example
  void shouldFindTheSameTermsInUpperCase() {
    assertThat(keys(TextTerms.words(), "ÅNGSTRÖM İSTANBUL".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(keys(TextTerms.words(), "ångström istanbul".getBytes(StandardCharsets.UTF_8)));
  }

  @Example
  void shouldLeaveOutTermsBeyondTheMost() {
    // Given
    final byte[] bytes = String.join(" ", Collections.nCopies(TermList.MOST + 1, "ab")).getBytes(StandardCharsets.UTF_8);
    // When
    final List<Long> keys = keys(TextTerms.words(), bytes);
    // Then
    assertThat(keys).hasSize(TermList.MOST);
  }

  @Example
  void shouldShareTheTermsOfEqualSettings() {
    // Given
    text.set("some words");
    // When
    final TermList terms = text.features(new TextTerms(2, 3, 5, 7));
    // Then
    assertThat(terms).isSameAs(text.features(new TextTerms(2, 3, 5, 7))).isNotSameAs(text.features(new TextTerms(2, 3, 5, 8)));
  }

  @Example
  void shouldRefuseSettingsOutOfRange() {
    Stream.<Runnable>of(
            () -> new TextTerms(0, 0, 0, 0), () -> new TextTerms(6, 0, 0, 0), () -> new TextTerms(1, 0, 3, 0), () -> new TextTerms(1, 4, 3, 0),
            () -> new TextTerms(1, 3, 11, 0), () -> new TextTerms(1, -1, -1, 0), () -> new TextTerms(1, 0, 0, -1),
            () -> new TextTerms(1, 0, 0, TextTerms.MOST_BUCKETS + 1))
        .forEach(settings -> assertThatThrownBy(settings::run).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected"));
  }

  private List<Long> keys(final TextTerms terms, final byte[] bytes) {
    text.set(bytes, 0, bytes.length);
    final TermList found = text.features(terms);
    return Arrays.stream(found.keys(), 0, found.count()).boxed().toList();
  }
}
