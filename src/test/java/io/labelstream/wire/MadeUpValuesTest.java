package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are made up are read as those of producers. */
class MadeUpValuesTest {
  private static final String TEXT = "Grüße \"an\" alle";

  private final TextSlice slice = new TextSlice();

  @ParameterizedTest
  @ValueSource(strings = {"text", "doc.inner.text", "/doc/with.dot", "grüße"})
  void shouldBeReadAsJson(final String field) throws Exception {
    // Given
    final TextFields fields = TextFields.of(field);
    final byte[] value = new MadeUpValues(fields).json(TEXT.getBytes(StandardCharsets.UTF_8));

    // When
    new JsonTextDecoder(fields).decode(value, slice);

    // Then
    assertThat(text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "doc.inner.text", "/doc/text"})
  void shouldBeReadAsAvro(final String field) throws Exception {
    // Given
    final TextFields fields = TextFields.of(field);
    final MadeUpValues values = new MadeUpValues(fields);
    final byte[] value = values.avro(TEXT.getBytes(StandardCharsets.UTF_8));

    // When
    new AvroTextDecoder(values.registry(), fields).decode(value, slice);

    // Then
    assertThat(text()).isEqualTo(TEXT);
  }

  @Test
  void shouldHaveTheTextInEachField() throws Exception {
    // Given
    final TextFields fields = TextFields.of("doc.title", "doc.body");
    final byte[] value = new MadeUpValues(fields).json("a".getBytes(StandardCharsets.UTF_8));

    // When
    new JsonTextDecoder(fields).decode(value, slice);

    // Then
    assertThat(text()).isEqualTo("a\na");
  }

  private String text() {
    return new String(slice.bytes(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
  }
}
