package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IntSequenceTest {

  @Property(tries = 30)
  void shouldHoldAllElementsInTheirOrder(@ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int[] expected = random.ints(random.nextInt(random.nextBoolean() ? 20_000 : 5_000_000)).toArray();
    try (IntSequence sequence = new IntSequence();
        Arena arena = Arena.ofConfined()) {
      for (int at = 0; at < expected.length; ) {
        final int count = Math.min(random.nextInt(9000), expected.length - at);
        if (count == 1) {
          sequence.add(expected[at]);
        } else {
          sequence.add(expected, at, count);
        }
        at += count;
        assertThat(sequence.size()).isEqualTo(at);
      }
      // When
      final Ints whole = sequence.moveTo(arena);
      // Then
      final int[] actual = new int[expected.length];
      whole.copy(0, actual.length, actual, 0);
      assertThat(whole.size()).isEqualTo(expected.length);
      assertThat(Arrays.equals(actual, expected)).isTrue();
      assertThat(sequence.size()).isZero();
    }
  }

  @Example
  void shouldBeEmptyAtFirst() {
    // Given
    try (IntSequence sequence = new IntSequence();
        Arena arena = Arena.ofConfined()) {
      // When / Then
      assertThat(sequence.moveTo(arena).size()).isZero();
    }
  }
}
