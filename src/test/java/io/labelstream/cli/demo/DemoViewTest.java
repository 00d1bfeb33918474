package io.labelstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Terminal;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    final DemoView view = new DemoView(new Terminal(Terminal.Kind.PLAIN, Style.PLAIN, 80), out);

    // When
    view.row(row("de", "de", "Guten\tTag\033[31m"));
    view.status(STATUS);

    // Then
    assertThat(shown()).isEqualTo("  de   German         0.912  de         84 ms  lid.176 8f3472cfe873         Guten␉Tag␛[31m\n");
  }

  @Test
  void shouldRedrawTheStatusInPlaceBelowTheRows() throws IOException {
    // Given
    final DemoView view = new DemoView(new Terminal(Terminal.Kind.INTERACTIVE, Style.COLOURED, 80), out);

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
    final DemoView view = new DemoView(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);
    view.phase("Starting");

    // When
    view.close();

    // Then
    assertThat(shown()).isEqualTo("\r\033[KStarting …\r\033[K");
  }

  @Test
  void shouldShowOnlySomeRowsWhenThereAreMoreThanCanBeRead() throws IOException {
    // Given
    final DemoView view = new DemoView(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);

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
    final DemoView view = new DemoView(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);

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
    final Entry entry = announced(Instant.parse("2026-01-31T12:00:00.250Z"));
    final Map<String, DemoTally.Share> shares = new LinkedHashMap<>();
    shares.put("lid.176 8f3472cfe873", new DemoTally.Share(9_999_999, 9_999_999));
    shares.put(DemoTally.by(entry), new DemoTally.Share(9_999_999, 9_999_999));

    final ReplayReport replay = new ReplayReport(9_999_999, Map.of(ReplayReport.Finding.EQUAL, 9_999_999L), List.of(), List.of());

    // When
    final List<String> texts = Stream.of(0L, 9_999_999L)
        .map(misplaced -> new DemoSummary(
            longest, 9_999_999, 9_999_999, 0, 0, misplaced, shares, Optional.of(entry), Optional.of(replay), longest, longest, work, work).text())
        .toList();

    // Then
    assertThat(texts).allSatisfy(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 80));
    assertThat(texts.getFirst()).contains("each text got the version of its event time");
    assertThat(texts.getLast()).contains("9,999,999 texts got another version");
  }

  @Test
  void shouldShowAnEventOnALineOfItsOwn() throws IOException {
    // Given
    final DemoView view = new DemoView(new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 80), out);
    view.status(STATUS);

    // When
    view.event("~ next has taken over");

    // Then
    assertThat(shown()).endsWith("\r\033[K~ next has taken over\n\033[?7l" + STATUS.line(80) + "\033[?7h");
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
    return new DemoRow(label, 0.912f, source, new DemoRow.Place(0, 0), 0, Duration.ofMillis(84), "lid.176", "8f3472cfe873", text);
  }

  private static Entry announced(final Instant effective) {
    final Announcement announcement = new Announcement(
        "language", 1, "common-voice-83", "703dd30903ce", "fasttext", new ArtifactReference("kafka:model-artifacts/0/1/" + "0".repeat(64), 1, "0".repeat(64)),
        Optional.empty(), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "", "");
    return new Entry(announcement, 0, effective.toEpochMilli());
  }
}
