package io.labelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VisibleOutputTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final VisibleOutput output = new VisibleOutput(terminal);

  @Test
  void shouldMakeVisibleAllButLinesAndTabs() throws IOException {
    // When
    output.write("__label__\033[2J\u202Ea 0.5\n\tb\r\n".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("__label__␛[2J\uFFFDa 0.5\n\tb␍\n");
  }

  @Test
  void shouldEscapeBytesThatAreNoUtf8() throws IOException {
    // When
    output.write(new byte[] {'a', (byte) 0xE9, 'b', (byte) 0x9B, '\n'});

    // Then
    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("a\\xE9b\\x9B\n");
  }

  @Property
  void shouldNotDependOnWhereTextIsCut(@ForAll @StringLength(max = 30) final String text) throws IOException {
    // Given
    final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    final VisibleOutput byByte = new VisibleOutput(pieces);
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    // When
    new VisibleOutput(whole).write(bytes);
    for (final byte one : bytes) {
      byByte.write(one);
    }

    // Then
    assertThat(pieces.toByteArray()).isEqualTo(whole.toByteArray());
  }
}
