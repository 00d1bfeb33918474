package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LeastKeysPropertyTest {
  private static final float[] NUMBERS = {
    0f, 1f, -1f, 1e-45f, -1e-45f, 3.5f, -3.5f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  @Property(tries = 200)
  void shouldKeepTheGreatestNumbers(@ForAll @IntRange(min = 1, max = 60) final int count, @ForAll @IntRange(min = 1, max = 70) final int most, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float[] numbers = new float[count];
    for (int id = 0; id < count; id++) {
      numbers[id] = random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : (float) random.nextGaussian();
    }
    final LeastKeys keys = new LeastKeys();
    keys.start(most, Long.MAX_VALUE);
    // When
    for (int id = 0; id < count; id++) {
      final long key = LeastKeys.ofNumber(numbers[id], id);
      if (key < keys.bar()) {
        keys.add(key);
      }
    }
    keys.sort();
    // Then
    final List<Integer> expected =
        IntStream.range(0, count).boxed().sorted(Comparator.<Integer>comparingDouble(id -> -numbers[id])).limit(most).toList();
    assertThat(IntStream.range(0, keys.count()).map(rank -> LeastKeys.id(keys.key(rank))).boxed().toList()).isEqualTo(expected);
    assertThat(IntStream.range(0, keys.count()).allMatch(rank -> LeastKeys.number(keys.key(rank)) == numbers[expected.get(rank)])).isTrue();
  }
}
