package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFieldsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "a;a|the same",
      "a.b;/a/b|the same",
      "a;a.b|one lies in the other",
      "a.b;a|one lies in the other",
      "a..b|empty name",
      ".a|empty name",
      "''|empty name",
      "/a~2b|~ that is neither",
      "/a~|~ that is neither"})
  void shouldRefuseFieldsThatCannotBeMeant(final String fields, final String reason) {
    assertThatThrownBy(() -> TextFields.of(fields.split(";"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
  }

  @Test
  void shouldRefuseNoField() {
    assertThatThrownBy(() -> TextFields.of(List.of())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no field");
  }

  @Test
  void shouldNameTheFieldsAsTheyWereSpelled() {
    assertThat(TextFields.of("title", "/doc/body")).hasToString("\"title\" or \"/doc/body\"");
  }
}
