package io.labelstream.train.fasttext;

import static io.labelstream.train.fasttext.TrainingSettings.BUCKETS;
import static io.labelstream.train.fasttext.TrainingSettings.DIMENSIONS;
import static io.labelstream.train.fasttext.TrainingSettings.EPOCHS;
import static io.labelstream.train.fasttext.TrainingSettings.LEARNING_RATE;
import static io.labelstream.train.fasttext.TrainingSettings.MINIMAL_COUNT;
import static io.labelstream.train.fasttext.TrainingSettings.MINIMAL_LABEL_COUNT;
import static io.labelstream.train.fasttext.TrainingSettings.NEGATIVES;
import static io.labelstream.train.fasttext.TrainingSettings.SUBWORDS;
import static io.labelstream.train.fasttext.TrainingSettings.WORD_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.Settings;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingSettingsTest {

  @Test
  void shouldHaveTheDefaultsOfTheReference() {
    // When
    final TrainingSettings defaults = TrainingSettings.of(Settings.usual());
    // Then
    assertThat(defaults.learningRate()).isEqualTo(0.1);
    assertThat(defaults.dimensions()).isEqualTo(100);
    assertThat(defaults.epochs()).isEqualTo(5);
    assertThat(defaults.minimalCount()).isEqualTo(1);
    assertThat(defaults.minimalLabelCount()).isZero();
    assertThat(defaults.wordNgrams()).isEqualTo(1);
    assertThat(defaults.subwords().exist()).isFalse();
    assertThat(defaults.buckets()).isEqualTo(2_000_000);
    assertThat(defaults.effectiveBuckets()).isZero();
    assertThat(defaults.loss()).isEqualTo(FastTextLoss.SOFTMAX);
    assertThat(defaults.negatives()).isEqualTo(5);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(settings -> settings.with(LEARNING_RATE, 0.0), "the learning rate is 0.0, expected a positive number such as 0.1"),
        mistake(settings -> settings.with(LEARNING_RATE, Double.NaN), "the learning rate is NaN, expected a positive number such as 0.1"),
        mistake(settings -> settings.with(DIMENSIONS, 0), "the dimensions are 0, expected 1 to 65536"),
        mistake(settings -> settings.with(EPOCHS, 0), "the epochs are 0, expected at least 1"),
        mistake(settings -> settings.with(MINIMAL_COUNT, -1), "the minimal count of words is -1, expected at least 0"),
        mistake(settings -> settings.with(MINIMAL_LABEL_COUNT, -1), "the minimal count of labels is -1, expected at least 0"),
        mistake(settings -> settings.with(WORD_NGRAMS, 0), "the word n-grams are 0, expected 1 to 1024"),
        mistake(settings -> settings.with(SUBWORDS, new SubwordLengths(4, 3)), "the shortest subword is 4, expected 0 to the longest, which is 3"),
        mistake(settings -> settings.with(SUBWORDS, new SubwordLengths(0, -1)), "the longest subword is -1, expected 0 to 1024"),
        mistake(
            settings -> settings.with(WORD_NGRAMS, 2).with(BUCKETS, 0),
            "the buckets are 0, expected at least 1 for n-grams of words or characters, such as 2000000"),
        mistake(settings -> settings.with(NEGATIVES, 0), "the negatives are 0, expected at least 1"),
        mistake(settings -> settings.with(Settings.THREADS, 0), "the threads are 0, expected at least 1"));
  }

  private static Arguments mistake(final UnaryOperator<Settings> change, final String message) {
    return Arguments.of(change, message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shouldNameWhatIsWrong(final UnaryOperator<Settings> change, final String message) {
    // When / Then
    assertThatThrownBy(() -> TrainingSettings.of(change.apply(Settings.usual()))).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
