package io.labelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0.000000", "1,1.000000", "0.0000004,0.000000", "0.0000006,0.000001",
    "1.00001,1.000010", "0.0078125,0.007812", "12.5,12.500000"
  })
  void shouldWriteSixDecimals(final float score, final String expected) {
    assertThat(written(score, 0)).isEqualTo(expected);
  }

  @Test
  void shouldWriteAtTheOffset() {
    assertThat(written(0.25f, 7)).isEqualTo("0.250000");
  }

  @Property
  void shouldRoundTheExactValueHalfToEven(@ForAll @FloatRange(min = 0, max = 2) final float score) {
    assertThat(written(score, 3)).isEqualTo(new BigDecimal(score).setScale(6, RoundingMode.HALF_EVEN).toPlainString());
  }

  private static String written(final float score, final int offset) {
    final byte[] target = new byte[offset + Decimals.MAX_BYTES];
    final int end = Decimals.write(score, target, offset);
    return new String(target, offset, end - offset, StandardCharsets.US_ASCII);
  }
}
