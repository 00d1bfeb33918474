package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StridedVisitsTest {

  @Property
  void shouldComeToEachNumberOnce(@ForAll @IntRange(min = 1, max = 3000) final int size, @ForAll @IntRange(min = 1, max = 70) final int count) {
    // Given
    final StridedVisits stretches = new StridedVisits(size, count);
    // When
    final List<Integer> numbers = numbers(stretches);
    // Then
    assertThat(numbers.stream().sorted()).containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
  }

  @Property
  void shouldGoThroughEachStretchInItsOrderAndThroughAllSideBySide(
      @ForAll @IntRange(min = 1, max = 3000) final int size, @ForAll @IntRange(min = 1, max = 70) final int count) {
    // Given
    final StridedVisits stretches = new StridedVisits(size, count);
    // When
    final List<Integer> numbers = numbers(stretches);
    // Then
    for (int place = 1; place < size; place++) {
      if (place < count) {
        assertThat(numbers.get(place) - numbers.get(place - 1)).isBetween(size / count, size / count + 1);
      } else {
        assertThat(numbers.get(place)).isEqualTo(numbers.get(place - count) + 1);
      }
    }
  }

  @Test
  void shouldLeaveEachNumberInItsPlaceWhenThereIsOneStretch() {
    // Given
    final StridedVisits one = new StridedVisits(50, 1);
    // When
    final List<Integer> numbers = numbers(one);
    // Then
    assertThat(numbers).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
  }

  private static List<Integer> numbers(final StridedVisits stretches) {
    return IntStream.range(0, stretches.size()).map(stretches::at).boxed().toList();
  }
}
