package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureSettingsTest {

  @Test
  void shouldReadItsOwnWords() {
    for (final Terms terms : List.of(TextTerms.words(), new TextTerms(3, 2, 5, 1 << 20), new SparseTerms())) {
      for (final Weighting weighting : Weighting.values()) {
        // Given
        final FeatureSettings settings = new FeatureSettings(terms, weighting);
        // When
        final FeatureSettings read = FeatureSettings.of(settings.words());
        // Then
        assertThat(read).isEqualTo(settings);
      }
    }
  }

  @Test
  void shouldKeepTheWordsThatFilesHave() {
    assertThat(new FeatureSettings(new TextTerms(2, 3, 5, 1024), Weighting.TF_IDF).words())
        .isEqualTo("features=text word-ngrams=2 char-ngrams=3-5 buckets=1024 weighting=tf-idf");
    assertThat(new FeatureSettings(new SparseTerms(), Weighting.GIVEN).words()).isEqualTo("features=sparse weighting=given");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "features",
    "features=text",
    "features=sparse",
    "features=pixels weighting=tf-idf",
    "features=sparse weighting=heavy",
    "features=sparse weighting=unit weighting=unit",
    "features=sparse weighting=unit buckets=0",
    "features=sparse  weighting=unit",
    "features=text word-ngrams=1 char-ngrams=0 buckets=0 weighting=unit",
    "features=text word-ngrams=1 char-ngrams=0-0-0 buckets=0 weighting=unit",
    "features=text word-ngrams=one char-ngrams=0-0 buckets=0 weighting=unit",
    "features=text word-ngrams=9 char-ngrams=0-0 buckets=0 weighting=unit",
    "features=text word-ngrams=1 char-ngrams=0-0 buckets=-1 weighting=unit",
    "features=text word-ngrams=1 char-ngrams=0-0 buckets=9999999999 weighting=unit"
  })
  void shouldRefuseMalformedWords(final String words) {
    assertThatThrownBy(() -> FeatureSettings.of(words)).isInstanceOf(IllegalArgumentException.class);
  }
}
