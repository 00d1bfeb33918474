package io.labelstream.train.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.UnreadableLineException;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordParserTest {
  private static final SchemaRegistry NO_REGISTRY = new HttpSchemaRegistry(RegistryConfig.of("http://localhost:1"));

  private static final Headers NO_HEADERS = new RecordHeaders();

  private final RecordParser parser = new RecordParser(DataOptions.usual(), NO_REGISTRY);

  @AfterAll
  static void closeRegistry() {
    NO_REGISTRY.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"__label__a one", "{\"text\":\"one\",\"label\":\"a\"}", "\uFEFF__label__a one", "\uFEFF{\"text\":\"one\",\"label\":\"a\"}"})
  void shouldTellTheFormatWithAByteOrderMarkAndWithoutOne(final String value) throws Exception {
    // When
    final Example example = parser.parse(NO_HEADERS, value.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(example.decoded()).isEqualTo("one");
    assertThat(example.labels()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16,UTF-16", "UTF-16LE,UTF-16 (little-endian", "x-UTF-16LE-BOM,UTF-16"})
  void shouldNameAnEncodingThatIsNotUtf8(final String encoding, final String expected) {
    // Given
    final byte[] value = "__label__a one".getBytes(Charset.forName(encoding));

    // Then
    assertThatThrownBy(() -> parser.parse(NO_HEADERS, value)).isInstanceOf(UnreadableLineException.class).hasMessageStartingWith("the value is in " + expected);
  }

  @Test
  void shouldRefuseALabelThatIsNotUtf8() {
    // Given
    final byte[] value = "__label__th\u00E9 one".getBytes(StandardCharsets.ISO_8859_1);

    // Then
    assertThatThrownBy(() -> parser.parse(NO_HEADERS, value)).isInstanceOf(UnreadableLineException.class).hasMessageContaining("a label is not UTF-8");
  }

  @Test
  void shouldRefuseARowWithMoreCellsThanTheFirst() throws Exception {
    // Given
    final RecordParser rows = new RecordParser(DataOptions.usual().with(DataFormat.TSV), NO_REGISTRY);
    rows.parse(NO_HEADERS, "ham\tsee you".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThatThrownBy(() -> rows.parse(NO_HEADERS, "spam\tbuy now\tit is cheap".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableLineException.class).hasMessageContaining("the row has 3 cells, expected 2");
  }

  @Test
  void shouldTakeAnotherPrefixOfLabels() throws Exception {
    // Given
    final RecordParser lines = new RecordParser(DataOptions.usual().withLabelPrefix("#"), NO_REGISTRY);

    // When
    final Example example = lines.parse(NO_HEADERS, "#a one".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(example.labels()).containsExactly("a");
  }
}
