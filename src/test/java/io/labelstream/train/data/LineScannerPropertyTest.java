package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LineScannerPropertyTest {

  @Property(tries = 200)
  void shouldFindTheSameLinesHoweverTheBytesArrive(
      @ForAll @Size(max = 40) final List<@IntRange(max = 600) Integer> lengths, @ForAll @IntRange(min = 1, max = 700) final int atOnce) throws Exception {
    // Given
    final List<String> lines = lengths.stream().map(length -> "x\ry".repeat(length)).toList();
    final byte[] bytes = String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    final InputStream slow = new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(final byte[] target, final int offset, final int length) {
        return super.read(target, offset, Math.min(length, atOnce));
      }
    };

    // When
    final List<String> found = new ArrayList<>();
    final List<Long> numbers = new ArrayList<>();
    LineScanner.read(slow, "bytes", (buffer, offset, length, number) -> {
      found.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
      numbers.add(number);
    });

    // Then
    final List<String> expected = new ArrayList<>(lines);
    if (!expected.isEmpty() && expected.getLast().isEmpty()) {
      // Without an end, an empty rest is no line.
      expected.removeLast();
    }
    assertThat(found).isEqualTo(expected);
    assertThat(numbers).hasSize(found.size()).isSorted().doesNotHaveDuplicates();
  }
}
