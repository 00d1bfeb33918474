package io.labelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DisplayTextTest {

  @Test
  void shouldMakeControlCharactersVisible() {
    assertThat(DisplayText.fit("a\033[2Jb\r\n\u0007\u007F", 80)).isEqualTo("a␛[2Jb␍␊␇␡");
  }

  @Test
  void shouldReplaceCharactersThatReverseTheReadingDirection() {
    assertThat(DisplayText.fit("abc\u202Edef\u2066\u009B31m", 80)).isEqualTo("abc\uFFFDdef\uFFFD\uFFFD31m");
  }

  @Test
  void shouldKeepJoinersInsideWords() {
    assertThat(DisplayText.fit("می\u200Cخواهم", 80)).isEqualTo("می\u200Cخواهم");
  }

  @Test
  void shouldCountTwoCellsForWideCharactersAndNoneForCombiningOnes() {
    assertThat(DisplayText.width("日本語한국어😀")).isEqualTo(14);
    assertThat(DisplayText.width("e\u0301a")).isEqualTo(2);
  }

  @Test
  void shouldBreakLinesAtSpacesAndLeaveLongWordsWhole() {
    assertThat(DisplayText.wrap("one two three", "  ", 80)).isEqualTo("one two three");
    assertThat(DisplayText.wrap("one two three", "  ", 7)).isEqualTo("one two\n  three");
    assertThat(DisplayText.wrap("at /a/long/path it is", "  ", 8)).isEqualTo("at\n  /a/long/path\n  it is");
    assertThat(DisplayText.wrap("a\nb 日本 日本", "", 8)).isEqualTo("a␊b 日本\n日本");
    assertThat(DisplayText.wrap("", "  ", 8)).isEmpty();
  }

  @Test
  void shouldCutBetweenWideCharacters() {
    assertThat(DisplayText.fit("日本語", 6)).isEqualTo("日本語");
    assertThat(DisplayText.fit("日本語", 5)).isEqualTo("日本…");
    assertThat(DisplayText.fit("日本語", 4)).isEqualTo("日…");
    assertThat(DisplayText.fit("abc", 0)).isEmpty();
  }

  @Test
  void shouldFillColumnsByCells() {
    assertThat(DisplayText.column("日本", 6)).isEqualTo("日本  ");
  }

  @Property
  void shouldNeverTakeMoreCellsThanThereAre(
      @ForAll @StringLength(max = 60) final String text, @ForAll @IntRange(max = 40) final int cells) {
    assertThat(DisplayText.width(DisplayText.fit(text, cells))).isLessThanOrEqualTo(cells);
    assertThat(DisplayText.width(DisplayText.column(text, cells))).isEqualTo(cells);
  }

  @Property
  void shouldNeverPassOnWhatActsOnATerminal(@ForAll @StringLength(max = 60) final String text) {
    assertThat(DisplayText.fit(text, 1000).codePoints()).noneMatch(Character::isISOControl);
  }
}
