package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTextTest {
  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9A-F]{2})");

  @ParameterizedTest
  @ValueSource(strings = {"", "__label__thé", "日本語", "😀", "a\\b", "a\\xb", "\\x", "\\xe9", "\uFFFD", "a b\n"})
  void shouldLeaveLabelsAsTheyAre(final String label) {
    assertThat(LabelText.of(label.getBytes(StandardCharsets.UTF_8))).isEqualTo(label);
  }

  @Test
  void shouldEscapeEachByteThatIsNotUtf8() {
    assertThat(LabelText.of("__label__thé".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("__label__th\\xE9");
    assertThat(LabelText.of("thè!".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("th\\xE8!");
    assertThat(LabelText.of(new byte[] {'a', (byte) 0xE4, (byte) 0xB8})).isEqualTo("a\\xE4\\xB8");
  }

  @Test
  void shouldEscapeTheBackslashOfWhatLooksLikeAnEscape() {
    assertThat(LabelText.of("th\\xE9".getBytes(StandardCharsets.UTF_8))).isEqualTo("th\\x5CxE9");
  }

  @Property
  void shouldTellAllLabelsApart(@ForAll("labels") final byte[] label) {
    assertThat(bytes(LabelText.of(label))).isEqualTo(label);
  }

  @Provide
  Arbitrary<byte[]> labels() {
    return Arbitraries.of((byte) 0xE9, (byte) 0xE8, (byte) 0xC3, (byte) 0xA9, (byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xF0, (byte) 0x9F, (byte) 0x80,
        (byte) '\\', (byte) 'x', (byte) 'E', (byte) '9', (byte) 'a').array(byte[].class).ofMaxSize(12);
  }

  /** The bytes that a text stands for. */
  private static byte[] bytes(final String text) {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final Matcher escapes = ESCAPE.matcher(text);
    int from = 0;
    for (final MatchResult escape : escapes.results().toList()) {
      bytes.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(HexFormat.of().parseHex(escape.group(1)));
      from = escape.end();
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
