package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.model.ModelRefusedException;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Coded numbers: what was written is read, and anything else is refused. */
class CodedNumbersPropertyTest {

  @Property(tries = 500)
  void shouldReadTheNumbersThatWereWritten(@ForAll @Size(max = 40) final int[] numbers) throws Exception {
    // Given
    final int[] positive = Arrays.stream(numbers).map(number -> number & Integer.MAX_VALUE).toArray();
    // When
    final byte[] section = CodedNumbers.write(positive);
    // Then
    assertThat(CodedNumbers.read(section, "counts", positive.length, Integer.MAX_VALUE)).isEqualTo(positive);
  }

  @Property(tries = 500)
  void shouldReadNumbersFromTheirOnlyFormOrRefuseTheSection(@ForAll @Size(max = 20) final byte[] section, @ForAll @IntRange(max = 10) final int count) {
    // When
    final Throwable refusal = catchThrowable(
        () -> assertThat(CodedNumbers.write(CodedNumbers.read(section, "counts", count, Integer.MAX_VALUE))).isEqualTo(section));
    // Then
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(ModelRefusedException.class);
    }
  }

  @Example
  void shouldTakeOneByteForASmallNumber() {
    assertThat(CodedNumbers.write(new int[] {0, 127, 128, 16_383, 16_384})).hasSize(1 + 1 + 2 + 2 + 3);
  }

  @Example
  void shouldRefuseWhatDoesNotFit() {
    final byte[] section = CodedNumbers.write(new int[] {3, 300});
    assertThatThrownBy(() -> CodedNumbers.read(section, "counts", 2, 299)).hasMessageContaining("counts has the number 300 in 2 bytes, expected at most 299");
    assertThatThrownBy(() -> CodedNumbers.read(section, "counts", 1, 299)).hasMessageContaining("2 bytes after the last of 1 numbers");
    assertThatThrownBy(() -> CodedNumbers.read(section, "counts", 3, 300)).hasMessageContaining("ends within number 2 of 3");
    assertThatThrownBy(() -> CodedNumbers.read(section, "counts", 1 << 30, 300)).hasMessageContaining("has 3 bytes, expected at least 1073741824");
    assertThatThrownBy(() -> CodedNumbers.read(new byte[] {(byte) 0x80, 0}, "counts", 1, 300)).hasMessageContaining("in as few bytes as it takes");
    assertThatThrownBy(() -> CodedNumbers.write(new int[] {-1})).isInstanceOf(IllegalArgumentException.class);
  }
}
