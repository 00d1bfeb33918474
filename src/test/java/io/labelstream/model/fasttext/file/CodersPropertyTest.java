package io.labelstream.model.fasttext.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.model.ModelRefusedException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The codings of a compact file's sections: what was written is read, and anything else is refused. */
class CodersPropertyTest {

  @Property(tries = 500)
  void shouldReadTheNumbersThatWereWritten(@ForAll final long seed, @ForAll @IntRange(max = 300) final int most) throws Exception {
    // Given
    final Random random = new Random(seed);
    final int limit = 1 + random.nextInt(random.nextBoolean() ? 500 : Integer.MAX_VALUE);
    final int[] numbers = random.ints(most, 0, limit).distinct().sorted().toArray();
    // When
    final int[] read = AscendingCoder.read(AscendingCoder.write(numbers), "numbers", numbers.length, limit);
    // Then
    assertThat(read).isEqualTo(numbers);
  }

  @Property(tries = 1000)
  void shouldReadOnlyNumbersThatAreWrittenSo(@ForAll @Size(max = 24) final byte[] codes, @ForAll @IntRange(max = 40) final int count) throws Exception {
    // Given
    final byte[] bytes = codes.clone();
    if (bytes.length > 3) {
      bytes[1] = 0;
      bytes[2] = 0;
      bytes[3] = 0;
    }
    // When
    final Throwable refusal = catchThrowable(() -> AscendingCoder.read(bytes, "numbers", count, 1000));
    // Then
    if (refusal == null) {
      final int[] numbers = AscendingCoder.read(bytes, "numbers", count, 1000);
      assertThat(Arrays.stream(numbers).distinct().sorted().toArray()).isEqualTo(numbers);
      assertThat(numbers.length == 0 || numbers[numbers.length - 1] < 1000).isTrue();
    } else {
      assertThat(refusal).isInstanceOf(ModelRefusedException.class);
    }
  }

  @Property(tries = 500)
  void shouldReadTheNumbersOfAnySizeThatWereWritten(@ForAll @Size(max = 30) final long[] numbers) throws Exception {
    // Given
    final byte[] bytes = Varints.write(numbers);
    // When
    final long[] read = Varints.read(bytes, "numbers", numbers.length);
    // Then
    assertThat(read).isEqualTo(numbers);
    assertThat(catchThrowable(() -> Varints.read(bytes, "numbers", numbers.length + 1))).isInstanceOf(ModelRefusedException.class);
    assertThat(catchThrowable(() -> Varints.read(Arrays.copyOf(bytes, bytes.length + 1), "numbers", numbers.length))).isInstanceOf(ModelRefusedException.class);
  }
}
