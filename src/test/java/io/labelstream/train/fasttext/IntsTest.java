package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntsTest {
  static Stream<Ints> bothKinds() {
    final MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, 3, 1, 4, 1, 5);
    return Stream.of(new Ints.InArray(new int[] {3, 1, 4, 1, 5, 0, 0}, 5), new Ints.InMemory(memory));
  }

  @ParameterizedTest
  @MethodSource("bothKinds")
  void shouldCopyAPartToAPlaceWhenAsked(final Ints ints) {
    // Given
    final int[] out = {7, 7, 7, 7};
    // When
    ints.copy(2, 2, out, 1);
    // Then
    assertThat(out).containsExactly(7, 4, 1, 7);
    assertThat(ints.size()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("bothKinds")
  void shouldHoldWhatWasSet(final Ints ints) {
    // Given
    final int[] values = {8, 9, 10};
    // When
    ints.set(3, 2, values);
    // Then
    assertThat(Stream.of(0, 1, 2, 3, 4).map(ints::get)).containsExactly(3, 1, 4, 8, 9);
  }
}
