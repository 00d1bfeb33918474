package io.labelstream.display;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VisibleTextTest {
  /** All that must not reach anybody's eyes as it is. */
  private static final String HOSTILE = "[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}[\\p{Cf}&&[^\u200C\u200D]]]";

  @Test
  void shouldShowControlsAsTheirPictures() {
    assertThat(VisibleText.of("a\033[2Jb\r\n\t\u0007\u007F\0")).isEqualTo("a␛[2Jb␍␊␉␇␡␀");
  }

  @Test
  void shouldReplaceAllElseThatActsOnReadingAndIsNotSeen() {
    assertThat(VisibleText.of("a\u202Eb\u2066\u009B31m\u2028\uFEFF")).isEqualTo("a\uFFFDb\uFFFD\uFFFD31m\uFFFD\uFFFD");
  }

  @Test
  void shouldKeepTextsOfAllLanguages() {
    final String texts = "Wie spät? 日本語 😀 می\u200Cخواهم e\u0301";
    assertThat(VisibleText.of(texts)).isEqualTo(texts);
  }

  @Property
  void shouldLeaveNothingHostile(@ForAll @StringLength(max = 60) final String text) {
    assertThat(VisibleText.of(text)).doesNotContainPattern(HOSTILE);
  }

  @Property
  void shouldWriteJsonThatIsVisibleAndReadAsTheSameText(@ForAll @StringLength(max = 60) final String text) throws IOException {
    // Given
    final String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    final StringWriter characters = new StringWriter();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    // When
    try (JsonGenerator json = VisibleJson.factory().createGenerator(characters); JsonGenerator utf8 = VisibleJson.factory().createGenerator(bytes)) {
      json.writeString(whole);
      utf8.writeString(whole);
    }

    // Then
    assertThat(new ObjectMapper().readTree(characters.toString()).textValue()).isEqualTo(whole);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(characters.toString()).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\u202E\u2066\uFEFF]");
  }
}
