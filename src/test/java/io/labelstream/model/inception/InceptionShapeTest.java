package io.labelstream.model.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InceptionShapeTest {
  @Test
  void shouldHaveTheLengthsOfThePaper() {
    // Given
    final InceptionShape shape = new InceptionShape(300);
    // When
    final List<Integer> lengths = List.of(shape.width(), shape.firstLength(), shape.secondLength(), shape.features());
    // Then
    assertThat(lengths).containsExactly(300, 75, 15, 480);
    assertThat(IntStream.range(0, InceptionShape.kernels()).map(InceptionShape::kernel)).containsExactly(4, 8, 16);
    assertThat(IntStream.range(0, InceptionShape.kernels()).map(InceptionShape::padding)).containsExactly(0, 2, 6);
  }

  /**
   * The numbers that are trained, but for embeddings and outputs: two attentions of a matrix and a factor, a projection, three and one convolutions, a map of the
   * head, all of these with a bias, and a factor and an addend for each of 32, 96, 32 and 480 channels that are normalised. A file has two of these four
   * normalisations folded into the convolutions that follow them.
   */
  @Test
  void shouldHaveTheParametersOfThePaper() {
    // Given
    final InceptionModel model = new RandomInceptions(1).width(300).enhanced().model();
    final InceptionEncoder encoder = model.encoder();
    final Enhancement enhancement = encoder.enhancement().orElseThrow();
    final int folded = 2 * (InceptionShape.CHANNELS + InceptionShape.kernels() * InceptionShape.CHANNELS);
    // When
    final long attentions = enhancement.words().values().length + enhancement.dimensions().values().length + 2;
    final long maps = Stream.concat(Stream.of(encoder.projection(), encoder.second(), model.head().hidden()), encoder.first().stream())
        .mapToLong(map -> map.weight().values().length + map.bias().length).sum();
    final long normalisations = encoder.scale().length + encoder.shift().length + model.head().scale().length + model.head().shift().length;
    // Then
    assertThat(attentions).isEqualTo(32 * 32 + 300 * 300 + 2);
    assertThat(normalisations).isEqualTo(2 * (32 + 480));
    assertThat(folded).isEqualTo(2 * (32 + 96));
    assertThat(attentions + maps + normalisations).isEqualTo(401_938);
    assertThat(attentions + maps + normalisations + folded).isEqualTo(402_194);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 66, 1028})
  void shouldRefuseOtherWidths(final int width) {
    // When
    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InceptionShape(width)).withMessage("the width is " + width + ", expected a multiple of 4 from 64 to 1024");
  }

  @Test
  void shouldCountTheMultiplyAddsOfAText() {
    // Given
    final InceptionShape shape = new InceptionShape(300);
    // When
    final long encoder = shape.encoderMultiplyAdds(InceptionShape.SLOTS);
    // Then
    assertThat(encoder).isEqualTo(32 * 32 * 300 + 75 * 32 * 32 * (4 + 8 + 16) + 15 * 32 * 96 * 16);
    assertThat(shape.enhancementMultiplyAdds(6)).isEqualTo(6 * 300 * 300 + 5 * 6 * 6 * 300);
    assertThat(shape.headMultiplyAdds(1000)).isEqualTo(480 * 480 + 480 * 1000);
  }
}
