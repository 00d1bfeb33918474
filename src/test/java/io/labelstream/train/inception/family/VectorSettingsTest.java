package io.labelstream.train.inception.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.train.Settings;
import io.labelstream.train.inception.vectors.FileVectors;
import io.labelstream.train.inception.vectors.ModelVectors;
import io.labelstream.train.inception.vectors.SkipGram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VectorSettingsTest {
  private static final Path FILE = Path.of("vectors");

  @Test
  void shouldStartFromVectorsThatAreGivenRatherThanFromSkipGram() {
    assertThat(VectorSettings.of(Settings.usual())).contains(new SkipGram(5));
    assertThat(VectorSettings.of(Settings.usual().with(VectorSettings.VECTORS, FILE))).contains(new FileVectors(FILE));
    assertThat(VectorSettings.of(Settings.usual().with(VectorSettings.VECTORS_FROM, FILE))).contains(new ModelVectors(FILE));
  }

  @Test
  void shouldStartFromRandomNumbersWithoutSkipGram() {
    assertThat(VectorSettings.of(Settings.usual().with(VectorSettings.SKIP_GRAM_EPOCHS, 0))).isEmpty();
  }

  @Test
  void shouldRefuseTwoSourcesOfVectors() {
    // Given
    final Settings both = Settings.usual().with(VectorSettings.VECTORS, FILE).with(VectorSettings.VECTORS_FROM, FILE);

    // When / Then
    assertThatThrownBy(() -> new InceptionTraining().requireFit(both)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--vectors and --vectors-from are both given, expected one of them");
  }
}
