package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteLinesTest {

  @Test
  void shouldEndLinesAtLineFeedsOnly() throws IOException {
    assertThat(lines("a\r\nb\rc\u2028d\n\n")).containsExactly("a\r", "b\rc\u2028d", "");
  }

  @Test
  void shouldTakeBytesAfterTheLastLineFeedAsALine() throws IOException {
    assertThat(lines("a\nb")).containsExactly("a", "b");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void shouldTakeLinesOfManyMegabytes() throws IOException {
    final String large = "x".repeat(9_000_001);
    assertThat(lines(large + "\ny\n" + large)).containsExactly(large, "y", large);
  }

  @Test
  void shouldTellThatTheInputPausesOnlyWhenThereIsNothingToRead() throws IOException {
    // Given
    final List<String> events = new ArrayList<>();
    final InputStream twoParts = new Parts("a\nb\n", "c\n");

    // When
    ByteLines.read(twoParts, recorder(events));

    // Then
    assertThat(events).containsExactly("a", "b", "pause", "c", "pause", "pause");
  }

  @Property
  void shouldGiveBackAllBytesHoweverTheyArrive(
      @ForAll @Size(max = 30) final List<@IntRange(max = 3) Integer> letters, @ForAll @IntRange(min = 1, max = 5) final int partSize)
      throws IOException {
    // Given
    final StringBuilder text = new StringBuilder();
    letters.forEach(letter -> text.append(letter == 0 ? '\n' : (char) ('a' + letter)));
    final List<String> parts = new ArrayList<>();
    for (int at = 0; at < text.length(); at += partSize) {
      parts.add(text.substring(at, Math.min(text.length(), at + partSize)));
    }
    final List<String> events = new ArrayList<>();

    // When
    ByteLines.read(new Parts(parts.toArray(String[]::new)), recorder(events));

    // Then
    final List<String> expected = new ArrayList<>(Arrays.asList(text.toString().split("\n", -1)));
    if (expected.getLast().isEmpty()) {
      expected.removeLast();
    }
    events.removeIf("pause"::equals);
    assertThat(events).isEqualTo(expected);
  }

  private static List<String> lines(final String text) throws IOException {
    final List<String> events = new ArrayList<>();
    ByteLines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), recorder(events));
    events.removeIf("pause"::equals);
    return events;
  }

  private static ByteLines.Sink recorder(final List<String> events) {
    return new ByteLines.Sink() {
      @Override
      public void line(final byte[] buffer, final int offset, final int length) {
        events.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
      }

      @Override
      public void pause() {
        events.add("pause");
      }
    };
  }

  /** Gives one part after the other; only the first can be had at once, like a pipe whose writer takes its time. */
  private static final class Parts extends InputStream {
    private final List<byte[]> parts;
    private int next;

    private Parts(final String... parts) {
      this.parts = Arrays.stream(parts).map(part -> part.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    public int available() {
      return next == 0 && !parts.isEmpty() ? parts.getFirst().length : 0;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public int read(final byte[] target, final int offset, final int length) {
      if (next == parts.size()) {
        return -1;
      }
      final byte[] part = parts.get(next++);
      System.arraycopy(part, 0, target, offset, part.length);
      return part.length;
    }
  }
}
