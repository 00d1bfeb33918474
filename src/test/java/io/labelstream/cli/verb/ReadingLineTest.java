package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingLineTest {
  private static final Terminal SHOWN = new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 40);
  private static final Terminal UNSEEN = new Terminal(Terminal.Kind.PLAIN, Style.PLAIN, 80);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void shouldShowNothingWhereReadingIsSoonOver() {
    // When
    read(SHOWN, Duration.ofSeconds(1));

    // Then
    assertThat(written()).isEmpty();
  }

  @Test
  void shouldShowOneLineOfTheTerminalsWidthAndTakeItAway() {
    // When
    read(SHOWN, Duration.ofSeconds(3));

    // Then
    assertThat(written()).startsWith("\r\033[Kreading topic model-status: 1,234,").endsWith("\r\033[K").doesNotContain("\n");
    assertThat(written().split("\r\033\\[K")).allSatisfy(line -> assertThat(line).hasSizeLessThan(40));
  }

  @Test
  void shouldShowNothingWhereThereIsNoTerminal() {
    // When
    read(UNSEEN, Duration.ofSeconds(3));

    // Then
    assertThat(written()).isEmpty();
  }

  private void read(final Terminal terminal, final Duration time) {
    try (ReadingLine line = new ReadingLine(terminal, new PrintStream(written, true, StandardCharsets.UTF_8), nanos::get)) {
      nanos.set(time.toNanos());
      line.at("model-status", 1_234_567, 1_500_000);
    }
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
