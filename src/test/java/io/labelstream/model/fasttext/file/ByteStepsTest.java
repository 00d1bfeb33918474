package io.labelstream.model.fasttext.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ByteStepsTest {
  private static final int COLUMNS = 3;
  private static final IntUnaryOperator COLUMN = index -> index % COLUMNS;

  @Test
  void shouldKeepRoundedNumbersToTheBit() {
    // Given
    final float[] values = random();
    ByteSteps.round(values, COLUMNS, COLUMN);
    final MemorySegment rounded = MemorySegment.ofArray(values);

    // When
    final MemorySegment bytes = MemorySegment.ofArray(ByteSteps.narrowed(rounded, COLUMNS, COLUMN));
    final MemorySegment again = ByteSteps.widened(bytes, MemorySegment.ofArray(ByteSteps.halfSteps(rounded, COLUMNS, COLUMN)), COLUMN);

    // Then
    assertThat(ByteSteps.holdExactly(rounded, COLUMNS, COLUMN)).isTrue();
    assertThat(again.mismatch(rounded)).isEqualTo(-1);
    assertThat(bytes.byteSize()).isEqualTo(values.length);
  }

  @Test
  void shouldRoundByHalfAStepAtMost() {
    // Given
    final float[] before = random();
    final float[] after = before.clone();

    // When
    ByteSteps.round(after, COLUMNS, COLUMN);

    // Then
    final float[] greatest = new float[COLUMNS];
    for (int index = 0; index < before.length; index++) {
      greatest[index % COLUMNS] = Math.max(greatest[index % COLUMNS], Math.abs(before[index]));
    }
    for (int index = 0; index < before.length; index++) {
      assertThat(after[index]).isCloseTo(before[index], Offset.offset(greatest[index % COLUMNS] / 127 * 0.501f + Float.MIN_VALUE));
    }
  }

  @Test
  void shouldNotHoldOtherNumbers() {
    // Given
    final float[] values = random();
    ByteSteps.round(values, COLUMNS, COLUMN);
    final float[] negativeZero = values.clone();
    negativeZero[5] = -0f;
    final float[] moved = values.clone();
    moved[4] = Math.nextUp(moved[4]);

    // When
    final boolean holdsNegativeZero = ByteSteps.holdExactly(MemorySegment.ofArray(negativeZero), COLUMNS, COLUMN);
    final boolean holdsMoved = ByteSteps.holdExactly(MemorySegment.ofArray(moved), COLUMNS, COLUMN);

    // Then
    assertThat(holdsNegativeZero).isFalse();
    assertThat(holdsMoved).isFalse();
  }

  /** Columns of very different sizes, the last of zeros. */
  private static float[] random() {
    final Random random = new Random(3);
    final float[] values = new float[900];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) random.nextGaussian() * new float[] {0.001f, 40, 0}[index % COLUMNS];
    }
    return values;
  }
}
