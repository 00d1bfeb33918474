package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LabelNameTest {
  private final LabelName name = new LabelName();

  @Property(tries = 2_000)
  void shouldHoldTheNameThatTheLabelsHave(@ForAll("labels") final List<byte[]> texts) {
    try (Arena arena = Arena.ofConfined()) {
      final Labels labels = OffHeapLabels.of(texts, arena);
      for (int id = 0; id < labels.size(); id++) {
        labels.name(id, name);

        assertThat(new String(name.bytes(), name.offset(), name.length(), StandardCharsets.UTF_8)).isEqualTo(labels.name(id));
        assertThat(name.isSameAs(name.bytes(), name.offset(), name.length())).isTrue();
      }
    }
  }

  @Example
  void shouldHoldTheNameOfLabelsThatAreText() {
    final Labels labels = new Labels() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public String text(final int id) {
        return "__label__é";
      }
    };

    labels.name(0, name);

    assertThat(name.isSameAs("é".getBytes(StandardCharsets.UTF_8), 0, 2)).isTrue();
    assertThat(name.isSameAs("è".getBytes(StandardCharsets.UTF_8), 0, 2)).isFalse();
  }

  @Example
  void shouldRefuseALabelThatIsNotThereOrNoMore() {
    // Given
    final Arena arena = Arena.ofShared();
    final Labels labels = OffHeapLabels.of(List.of(new byte[] {'a'}), arena);

    // When
    assertThatThrownBy(() -> labels.name(1, name)).isInstanceOf(IndexOutOfBoundsException.class);
    arena.close();

    // Then
    assertThatThrownBy(() -> labels.name(0, name)).isInstanceOf(ModelClosedException.class);
  }

  @Provide
  Arbitrary<List<byte[]>> labels() {
    final Arbitrary<byte[]> ends = Arbitraries.of((byte) 0xE9, (byte) 0xC3, (byte) 0xA9, (byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xF0, (byte) 0x9F,
        (byte) 0x80, (byte) '\\', (byte) 'x', (byte) 'E', (byte) '9', (byte) 'a', (byte) '_').array(byte[].class).ofMaxSize(12);
    final Arbitrary<byte[]> whole = Arbitraries.strings().ofMaxLength(80).map(text -> text.getBytes(StandardCharsets.UTF_8));
    final Arbitrary<byte[]> label = Arbitraries.oneOf(ends, whole);
    final Arbitrary<byte[]> prefixed = label.map(end -> (Labels.PREFIX + new String(end, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
    return Arbitraries.oneOf(label, prefixed).list().ofMaxSize(5);
  }
}
