package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ShuffleTest {

  @Property(tries = 300)
  void shouldComeToEachNumberOnce(@ForAll @IntRange(min = 1, max = 3000) final int size, @ForAll final long seed) {
    // Given
    final Shuffle shuffle = new Shuffle(size, seed);
    // When
    final int[] numbers = IntStream.range(0, size).map(shuffle::at).toArray();
    // Then
    assertThat(IntStream.of(numbers).sorted()).containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
  }

  @Property(tries = 50)
  void shouldLeaveHardlyANumberInItsPlace(@ForAll @IntRange(min = 1000, max = 3000) final int size, @ForAll final long seed) {
    // Given
    final Shuffle shuffle = new Shuffle(size, seed);
    // When
    final long neighbours = IntStream.range(1, size).filter(index -> Math.abs(shuffle.at(index) - shuffle.at(index - 1)) == 1).count();
    // Then
    assertThat(neighbours).isLessThan(size / 20);
  }
}
