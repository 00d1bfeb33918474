package io.labelstream.wire.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JsonFloatsTest {
  private static final int RANDOM = 50_000;
  private static final int DECIMALS = 100_000;

  private final ValueBuffer out = new ValueBuffer();

  @Property(tries = 10)
  void shouldAgreeWithJavaOnAnyBits(@ForAll final long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    for (int value = 0; value < RANDOM; value++) {
      assertAgrees(Float.intBitsToFloat(random.nextInt()));
    }
  }

  /** Where most scores and all vectors are. */
  @Property(tries = 10)
  void shouldAgreeWithJavaOnAnyFractions(@ForAll final long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final int one = Float.floatToIntBits(1.00002f);
    for (int value = 0; value < RANDOM; value++) {
      assertAgrees(Float.intBitsToFloat(random.nextInt(Float.floatToIntBits(1e-9f), one)));
    }
  }

  @Example
  void shouldAgreeWithJavaAroundEachPowerOfTwoAndOfTen() {
    for (int exponent = Float.MIN_EXPONENT - 23; exponent <= Float.MAX_EXPONENT; exponent++) {
      assertAgreesAround(Math.scalb(1f, exponent));
    }
    for (int exponent = -45; exponent <= 38; exponent++) {
      assertAgreesAround(Float.parseFloat("1e" + exponent));
    }
    assertAgreesAround(Float.MAX_VALUE);
  }

  @Example
  void shouldAgreeWithJavaOnNumbersOfFewDigits() {
    for (int decimals = 0; decimals <= DECIMALS; decimals++) {
      assertAgrees(decimals);
      assertAgrees((float) (decimals / 1e5));
      assertAgrees((float) (decimals / 1e7));
    }
  }

  private void assertAgreesAround(final float value) {
    float at = value;
    for (int step = 0; step < 5; step++) {
      at = Math.nextDown(at);
    }
    for (int step = 0; step < 10; step++) {
      assertAgrees(at);
      assertAgrees(-at);
      at = Math.nextUp(at);
    }
  }

  private void assertAgrees(final float value) {
    final String text = Float.isFinite(value) ? Float.toString(value) : '"' + Float.toString(value) + '"';
    final String plain = value > 0 && value < 1e-3f ? new BigDecimal(text).toPlainString() : text;
    if (!written(value, JsonFloats::number).equals(text) || !written(value, JsonFloats::score).equals(plain)) {
      assertThat(written(value, JsonFloats::number)).isEqualTo(text);
      assertThat(written(value, JsonFloats::score)).isEqualTo(plain);
    }
  }

  private String written(final float value, final BiConsumer<Float, ValueBuffer> format) {
    out.clear();
    format.accept(value, out);
    return new String(out.toBytes(), StandardCharsets.ISO_8859_1);
  }
}
