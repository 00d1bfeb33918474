package io.labelstream.model.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class VectorCodesPropertyTest {

  @Property(tries = 200)
  void shouldCodeEachNumberByTheNearestByte(@ForAll final long seed, @ForAll @IntRange(min = 1, max = 200) final int count) {
    // Given
    final float[] numbers = vector(new Random(seed), count + 3);
    final byte[] codes = new byte[numbers.length];
    // When
    final float scale = ByteCodes.encode(numbers, 2, count, codes);
    // Then
    final float[] again = new float[numbers.length];
    for (int index = 2; index < count + 2; index++) {
      again[index] = codes[index] * scale;
      assertThat(again[index]).isCloseTo(numbers[index], within(scale * 0.501f));
    }
    final byte[] codesAgain = new byte[numbers.length];
    assertThat(ByteCodes.encode(again, 2, count, codesAgain)).isEqualTo(scale);
    assertThat(codesAgain).isEqualTo(codes);
    assertThat(codes[1]).isZero();
  }

  @Property(tries = 5)
  void shouldCodeZerosByZeros(@ForAll @IntRange(max = 9) final int count) {
    // Given
    final byte[] codes = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    // When
    final float scale = ByteCodes.encode(new float[9], 0, count, codes);
    // Then
    assertThat(scale).isZero();
    for (int index = 0; index < count; index++) {
      assertThat(codes[index]).isZero();
    }
  }

  @Property(tries = 100)
  void shouldTellTheAngleByTheBitsThatDiffer(@ForAll final long seed, @ForAll @IntRange(min = 200, max = 1024) final int dimensions) {
    // Given
    final Random random = new Random(seed);
    final SignCodes codes = new SignCodes(dimensions, seed);
    final float[] one = vector(random, dimensions);
    final float[] noise = vector(random, dimensions);
    final float part = random.nextFloat();
    final float[] other = new float[dimensions];
    for (int index = 0; index < dimensions; index++) {
      other[index] = part * one[index] + (1 - part) * noise[index];
    }
    final long[] first = new long[codes.words()];
    final long[] second = new long[codes.words()];
    // When
    codes.encode(one, first);
    codes.encode(other, second);
    // Then: a bit differs with the probability of the angle, so that 256 bits are off by less than 5 deviations
    final double angle = Math.acos(cosine(one, other)) / Math.PI;
    final double deviation = Math.sqrt(angle * (1 - angle) / codes.bits());
    assertThat((double) SignCodes.distance(first, second) / codes.bits()).isCloseTo(angle, within(5 * deviation + 0.01));
  }

  @Property(tries = 50)
  void shouldGiveTheSameCodeForTheSameDirectionAndTheOppositeForTheOpposite(
      @ForAll final long seed, @ForAll @IntRange(min = 16, max = 300) final int dimensions) {
    // Given
    final SignCodes codes = new SignCodes(dimensions, 7);
    final float[] vector = vector(new Random(seed), dimensions + 2);
    final float[] longer = vector.clone();
    final float[] opposite = vector.clone();
    for (int index = 0; index < dimensions; index++) {
      longer[index] *= 4;
      opposite[index] *= -1;
    }
    longer[dimensions] = 9;
    final long[][] results = new long[3][codes.words()];
    // When
    codes.encode(vector, results[0]);
    new SignCodes(dimensions, 7).encode(longer, results[1]);
    codes.encode(opposite, results[2]);
    // Then
    assertThat(SignCodes.distance(results[0], results[1])).isZero();
    assertThat(SignCodes.distance(results[0], results[2])).isBetween(codes.bits() - 1, codes.bits());
    assertThat(codes.cosine(0)).isEqualTo(1);
    assertThat(codes.cosine(codes.bits())).isEqualTo(-1);
  }

  private static double cosine(final float[] one, final float[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int index = 0; index < one.length; index++) {
      product += one[index] * other[index];
      first += one[index] * one[index];
      second += other[index] * other[index];
    }
    return Math.clamp(product / Math.sqrt(first * second), -1, 1);
  }

  private static float[] vector(final Random random, final int count) {
    final float[] vector = new float[count];
    for (int index = 0; index < count; index++) {
      vector[index] = (float) random.nextGaussian();
    }
    return vector;
  }
}
