package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DemoViewTest {
  private static final DemoStatus STATUS =
      new DemoStatus(
          Duration.ofSeconds(7), 1234, 1230, 1, 99.94, Duration.ofMillis(84), Duration.ofMillis(190), 91.75, "lid.176 8f3472cfe873");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void shouldShowWhatIsLabelledOneRowALine() throws IOException {
    // Given
    final DemoView view = DemoView.of(new Terminal(Terminal.Kind.PLAIN, Style.PLAIN, 80), out);

    // When
    view.row(row("de", "de", "Guten\tTag\033[31m"));
    view.status(STATUS);

    // Then
    assertThat(shown()).isEqualTo("  de   German         0.912  de         84 ms  lid.176 8f3472cfe873 Guten␉Tag␛[31m\n");
  }

  @Test
  void shouldRedrawTheStatusInPlaceBelowTheRows() throws IOException {
    // Given
    final DemoView view = DemoView.of(new Terminal(Terminal.Kind.INTERACTIVE, Style.COLOURED, 80), out);

    // When
    view.status(STATUS);
    view.row(row("de", "nl", "Tag"));

    // Then
    final String status = "\033[?7l\033[1m" + STATUS.line(80) + "\033[0m\033[?7h";
    assertThat(shown()).startsWith("\r\033[K" + status + "\r\033[K  \033[33mde").endsWith("Tag\n" + status);
  }

  @Test
  void shouldLeaveAWholeLineBehindWhenTheDemoIsCutShort() throws IOException {
    // Given
    final DemoView view = DemoView.of(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);
    view.phase("Starting");

    // When
    view.close();

    // Then
    assertThat(shown()).isEqualTo("\r\033[KStarting …\r\033[K");
  }

  @Test
  void shouldShowOnlySomeRowsWhenThereAreMoreThanCanBeRead() throws IOException {
    // Given
    final DemoView view = DemoView.of(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);

    // When
    view.status(STATUS);
    for (int number = 0; number < 100; number++) {
      view.row(row("de", "de", "Tag"));
    }

    // Then
    assertThat(shown().lines().filter(line -> line.endsWith("Tag"))).hasSize(2);
  }

  @Test
  void shouldUseNoColourWhereNoneIsWanted() throws IOException {
    // Given
    final DemoView view = DemoView.of(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);

    // When
    view.row(row("de", "nl", "Tag"));
    view.status(STATUS);

    // Then
    assertThat(shown()).doesNotContainPattern("\033\\[\\d*m");
  }

  @Test
  void shouldLeaveOutOfTheStatusWhatDoesNotFit() {
    assertThat(STATUS.line(200)).isEqualTo(
        "7 s  in 1,234  out 1,230  dead 1  99.9/s  p50 84 ms  p99 190 ms  agree 91.8 %  lid.176 8f3472cfe873  Ctrl-C ends");
    assertThat(STATUS.line(80)).isEqualTo("7 s  in 1,234  out 1,230  dead 1  99.9/s  p50 84 ms  p99 190 ms  agree 91.8 %");
    assertThat(STATUS.line(50)).isEqualTo("7 s  in 1,234  out 1,230  dead 1  99.9/s");
  }

  @Test
  void shouldFitTheSummaryIntoEightyColumns() {
    // Given
    final Duration longest = Duration.ofMillis(99_999);
    final Duration work = Duration.ofMillis(999);
    final DemoSummary summary =
        new DemoSummary(longest, 9_999_999, 9_999_999, 0, 8_888_888, longest, longest, work, work, "lid.176 8f3472cfe873");

    // Then
    assertThat(summary.text().lines()).allMatch(line -> line.length() <= 80);
  }

  @Property
  void shouldKeepRowsWithinTheTerminal(
      @ForAll @StringLength(max = 200) final String text, @ForAll @IntRange(min = 80, max = 160) final int columns) {
    assertThat(DisplayText.width(new DemoRows(columns, Style.PLAIN).row(row("zh", "zh", text)))).isLessThan(columns);
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static DemoRow row(final String label, final String source, final String text) {
    return new DemoRow(label, 0.912f, source, Duration.ofMillis(84), "lid.176", "8f3472cfe873", text);
  }
}
