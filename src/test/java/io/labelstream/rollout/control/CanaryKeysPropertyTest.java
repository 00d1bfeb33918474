package io.labelstream.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class CanaryKeysPropertyTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int KEYS = 10_000;
  private static final int MOST_ROUNDS = 60;
  private static final double STANDARD_DEVIATIONS = 6;

  /** Whoever raises a percentage relies on these: no release may change them. Computed apart from the code, in Python. */
  @Example
  void shouldChooseTheSameKeysForEver() {
    assertThat(leastPercent("", bytes(""))).isEqualTo(73);
    assertThat(leastPercent("", bytes("a"))).isEqualTo(38);
    assertThat(leastPercent("salt", bytes("user-1"))).isEqualTo(62);
    assertThat(leastPercent("salt", bytes("user-2"))).isEqualTo(78);
    assertThat(leastPercent("sält", bytes("user-1"))).isEqualTo(6);
    assertThat(leastPercent("lid-2", "köln\uD83D\uDE42")).isEqualTo(54);
    assertThat(leastPercent("2026-11", new byte[] {0, (byte) 0xFF, (byte) 0x80})).isEqualTo(46);
  }

  @Property
  void shouldChooseNoKeyAtNothingAndEveryKeyAtAll(@ForAll final String salt, @ForAll final byte[] key) {
    assertThat(keys(0, salt).contains(key)).isFalse();
    assertThat(keys(100, salt).contains(key)).isTrue();
  }

  @Property
  void shouldKeepEveryKeyWhenThePercentageIsRaised(@ForAll final String salt, @ForAll final byte[] key) {
    // Given
    final int least = leastPercent(salt, key);

    // When
    final IntStream without = IntStream.rangeClosed(least, 100).filter(percent -> !keys(percent, salt).contains(key));

    // Then
    assertThat(without.boxed()).isEmpty();
  }

  @Property
  void shouldTakeATextAsItsBytes(@ForAll final String salt, @ForAll final String key) {
    // When
    final int percent = leastPercent(salt, key);

    // Then
    assertThat(percent).isEqualTo(leastPercent(salt, key.getBytes(StandardCharsets.UTF_8)));
  }

  @Example
  void shouldTakeHalvesOfSurrogatePairsAsTheSerialiserDoes() {
    for (final String key : List.of("\uD83D", "\uDE42", "\uD83Dx", "\uDE42\uD83D", "\uD83D\uD83D\uDE42", "\uDBFF\uDFFF", "\uFFFF", "\u0800", "\u07FF", "\u0080")) {
      assertThat(leastPercent("salt", key)).as(key.codePoints().boxed().toList().toString()).isEqualTo(leastPercent("salt", bytes(key)));
    }
  }

  @Property(tries = 100)
  void shouldChooseTheShareThatWasAskedFor(@ForAll @StringLength(max = 20) final String salt, @ForAll @IntRange(min = 1, max = 99) final int percent) {
    // Given
    final CanaryKeys keys = keys(percent, salt);

    // When
    final long chosen = IntStream.range(0, KEYS).filter(i -> keys.contains("user-" + i)).count();

    // Then
    assertShare(chosen, percent / 100.0);
  }

  @Property(tries = 100)
  void shouldChooseIndependentlyUnderAnotherSalt(
      @ForAll @StringLength(max = 20) final String salt, @ForAll @StringLength(max = 20) final String other,
      @ForAll @IntRange(min = 5, max = 95) final int percent) {
    Assume.that(!salt.equals(other));
    // Given
    final CanaryKeys keys = keys(percent, salt);
    final CanaryKeys others = keys(percent, other);

    // When
    final long both = IntStream.range(0, KEYS).filter(i -> keys.contains("user-" + i) && others.contains("user-" + i)).count();

    // Then
    assertShare(both, percent / 100.0 * percent / 100.0);
  }

  @Example
  void shouldLeaveRecordsWithoutAKeyOrWithAKeyOfAnotherTypeToTheLiveVersion() {
    // Given
    final CanaryKeys all = keys(100, "salt");

    // When
    final List<Boolean> chosen = List.of(all.contains(null), all.contains(7L), all.contains(new char[] {'a'}), all.contains(List.of("a")));

    // Then
    assertThat(chosen).containsOnly(false);
  }

  @Example
  void shouldAllocateNothing() {
    // Given
    final CanaryKeys keys = keys(50, "salt");
    final Object[] some = {bytes("user-1"), "user-2", "k\u00F6ln \uD83D\uDE42 \u4E2D", new byte[0], 7};
    long allocated = Long.MAX_VALUE;

    // When
    for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
      allocated = allocatedBytes(keys, some);
    }

    // Then
    assertThat(allocated).isZero();
  }

  private static long allocatedBytes(final CanaryKeys keys, final Object[] some) {
    int chosen = 0;
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < KEYS; i++) {
      chosen += keys.contains(some[i % some.length]) ? 1 : 0;
    }
    final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(chosen).isPositive();
    return allocated;
  }

  private static void assertShare(final long chosen, final double share) {
    final double deviation = Math.sqrt(KEYS * share * (1 - share));
    assertThat((double) chosen).isBetween(KEYS * share - STANDARD_DEVIATIONS * deviation, KEYS * share + STANDARD_DEVIATIONS * deviation);
  }

  /** The lowest percentage at which the key is chosen. */
  private static int leastPercent(final String salt, final Object key) {
    return IntStream.rangeClosed(0, 100).filter(percent -> keys(percent, salt).contains(key)).findFirst().orElseThrow();
  }

  private static CanaryKeys keys(final int percent, final String salt) {
    return CanaryKeys.of(new Traffic.Canary(percent, salt));
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
