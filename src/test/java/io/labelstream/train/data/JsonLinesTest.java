package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.wire.JsonTextDecoder;
import io.labelstream.wire.TextSlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonLinesTest {
  private static final int DEEP = 999;

  private final JsonLines lines = new JsonLines(DataOptions.usual());

  static List<String> readAlike() {
    return List.of(
        "{\"text\":\"one\",\"label\":\"a\"}", "{\"x\":1,\"text\":\"one\",\"x\":2,\"label\":\"a\"}", "{\"text\":\"\\ud800 one\",\"label\":\"a\"}",
        "{\"label\":\"a\",\"text\":\"\\ud83d\\ude00\"}", "{\"x\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + ",\"text\":\"one\",\"label\":\"a\"}",
        "{\"x\":" + "7".repeat(100_000) + ",\"text\":\"one\",\"label\":\"a\",\"" + "n".repeat(100_000) + "\":1e" + "9".repeat(5000) + "}",
        "\uFEFF{\"text\":\"one\",\"label\":\"a\"}");
  }

  @ParameterizedTest
  @MethodSource("readAlike")
  void shouldReadTheTextThatAPipelineReads(final String json) throws Exception {
    // Given
    final byte[] value = json.getBytes(StandardCharsets.UTF_8);
    final TextSlice expected = new TextSlice();
    new JsonTextDecoder().decode(value, expected);

    // When
    final Example example = lines.parse(value, 0, value.length);

    // Then
    assertThat(Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length()))
        .isEqualTo(Arrays.copyOfRange(expected.bytes(), expected.offset(), expected.offset() + expected.length()));
    assertThat(example.labels()).containsExactly("a");
  }

  static List<String> refusedAlike() {
    return List.of(
        "{\"text\":\"one\",\"text\":\"two\",\"label\":\"a\"}", "{\"text\":null,\"label\":\"a\"}", "{\"text\":1,\"label\":\"a\"}", "{\"label\":\"a\"}",
        "{\"text\":\"one\",\"x\":" + "[".repeat(1 + DEEP) + "]".repeat(1 + DEEP) + "}", "{'text':'one'}", "{\"text\":\"one\",}", "{\"text\":\"one\"} {}", "[]");
  }

  @ParameterizedTest
  @MethodSource("refusedAlike")
  void shouldRefuseWhatAPipelineRefusesInItsWords(final String json) {
    // Given
    final byte[] value = json.getBytes(StandardCharsets.UTF_8);
    final TextSlice slice = new TextSlice();

    // When
    assertThatThrownBy(() -> lines.parse(value, 0, value.length)).isInstanceOfSatisfying(UnreadableLineException.class, refused ->
        // Then
        assertThatThrownBy(() -> new JsonTextDecoder().decode(value, slice)).hasMessage(refused.getMessage()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"text\":\"one\",\"label\":\"a\",\"label\":\"b\"}|field \"label\" twice", "{\"text\":\"one\",\"label\":{\"name\":\"a\"}}|a label is an object",
      "{\"text\":\"one\",\"labels\":[{\"name\":\"a\",\"name\":\"b\"}]}|field \"name\" twice", "{\"text\":\"one\",\"label\":\"a\\ud800\"}|an unpaired surrogate",
      "{\"text\":\"one\",\"label\":\"a\\ufffd\"}|U+FFFD"})
  void shouldSayWhatIsWrongWithALabel(final String json, final String expected) {
    // Given
    final byte[] value = json.getBytes(StandardCharsets.UTF_8);

    // Then
    assertThatThrownBy(() -> lines.parse(value, 0, value.length)).isInstanceOf(UnreadableLineException.class).hasMessageContaining(expected);
  }

  @Test
  void shouldJoinTextsOfFieldsBelowOthers() throws Exception {
    // Given
    final JsonLines joining = new JsonLines(DataOptions.usual().with(new DataOptions.Fields(List.of("title", "doc.body"), List.of("kind"))));
    final byte[] value = "{\"kind\":\"a\",\"doc\":{\"body\":\"two\"},\"title\":\"one\"}".getBytes(StandardCharsets.UTF_8);

    // When
    final Example example = joining.parse(value, 0, value.length);

    // Then
    assertThat(example.decoded()).isEqualTo("one two");
    assertThat(example.labels()).containsExactly("a");
  }
}
