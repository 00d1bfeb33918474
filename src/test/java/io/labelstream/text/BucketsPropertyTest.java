package io.labelstream.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BucketsPropertyTest {
  private static final int[] COUNTS = {1, 2, 3, 5, 7, 10, 64, 100, 65_536, 1 << 20, 2_000_000, 10_000_000, 1 << 30, Integer.MAX_VALUE - 1, Integer.MAX_VALUE};

  @Property(tries = 5000)
  void shouldBeTheUnsignedRemainder(@ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) final int count, @ForAll final long hash) {
    // When
    final Buckets buckets = new Buckets(count);
    // Then
    isRemainder(buckets, hash);
  }

  @Property(tries = 2000)
  void shouldBeTheUnsignedRemainderAroundMultiples(
      @ForAll @IntRange(max = 14) final int choice, @ForAll final long multiple, @ForAll @IntRange(min = -2, max = 2) final int offset) {
    // Given
    final int count = COUNTS[choice];
    // When
    final Buckets buckets = new Buckets(count);
    // Then
    isRemainder(buckets, Long.divideUnsigned(multiple, count) * count + offset);
    isRemainder(buckets, Integer.divideUnsigned((int) multiple, count) * (long) count + offset);
    isRemainder(buckets, offset);
  }

  @Example
  void shouldRefuseToHaveNoBuckets() {
    assertThatThrownBy(() -> new Buckets(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("count=0");
  }

  private static void isRemainder(final Buckets buckets, final long hash) {
    assertThat(buckets.of(hash)).as("%s mod %d", Long.toUnsignedString(hash), buckets.count()).isEqualTo(Long.remainderUnsigned(hash, buckets.count()));
  }
}
