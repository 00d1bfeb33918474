package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextDecoderTest {

  @Test
  void shouldTakeTheWholeValueWithoutCopying() {
    // Given
    final byte[] value = {'a', 0, (byte) 0xFF};
    final TextSlice slice = new TextSlice();

    // When
    new PlainTextDecoder().decode(value, slice);

    // Then
    assertThat(slice.bytes()).isSameAs(value);
    assertThat(slice.offset()).isZero();
    assertThat(slice.length()).isEqualTo(3);
  }
}
