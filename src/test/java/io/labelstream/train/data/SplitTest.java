package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final List<Gathered> TEXTS = IntStream.range(0, 4000).mapToObj(number -> Gathered.of("text " + number, "a")).toList();

  @Test
  void shouldPutEachExampleOnOneSideAndKeepTheOrder() throws Exception {
    // Given
    final Split split = new Split(source(TEXTS), 0.25, 1);

    // When
    final List<Gathered> training = Gathered.all(split.training());
    final List<Gathered> validation = Gathered.all(split.validation());

    // Then
    assertThat(validation.size() / 4000.0).isCloseTo(0.25, within(0.03));
    assertThat(training).hasSize(4000 - validation.size()).doesNotContainAnyElementsOf(validation);
    assertThat(training).isEqualTo(TEXTS.stream().filter(new HashSet<>(training)::contains).toList());
    assertThat(Gathered.all(split.validation())).isEqualTo(validation);
  }

  @Test
  void shouldPutEqualTextsOnTheSameSide() throws Exception {
    // Given
    final List<Gathered> twice = new ArrayList<>(TEXTS.subList(0, 200));
    TEXTS.subList(0, 200).forEach(example -> twice.add(Gathered.of(example.text(), "b")));

    // When
    final Split split = new Split(source(twice), 0.5, 7);

    // Then
    final Set<String> training = texts(Gathered.all(split.training()));
    assertThat(training).isNotEmpty().doesNotContainAnyElementsOf(texts(Gathered.all(split.validation())));
  }

  @Test
  void shouldDivideInAnotherWayWithAnotherSeed() throws Exception {
    // When
    final List<Gathered> one = Gathered.all(new Split(source(TEXTS), 0.5, 1).validation());
    final List<Gathered> two = Gathered.all(new Split(source(TEXTS), 0.5, 2).validation());

    // Then
    assertThat(one.size() / 4000.0).isCloseTo(0.5, within(0.03));
    assertThat(one).isNotEqualTo(two);
    final long common = one.stream().filter(new HashSet<>(two)::contains).count();
    assertThat(common / 4000.0).isCloseTo(0.25, within(0.03));
  }

  @Test
  void shouldSayThatTooLittleIsLeftToTrainOn() {
    // Given
    final List<Gathered> few = List.of(Gathered.of("one", "a"), Gathered.of("two", "b"), Gathered.of("three", "c"));

    // Then
    assertThatThrownBy(() -> Gathered.all(new Split(source(few), 0.9999, 1).training())).isInstanceOf(TrainingDataException.class)
        .hasMessage("holding out a share of 0.9999 leaves 0 of the 3 texts of 'made up' to train on, with no label; hold out less");
  }

  @Test
  void shouldSayThatNothingIsHeldOut() {
    // Given
    final List<Gathered> few = List.of(Gathered.of("one", "a"), Gathered.of("two", "b"));

    // Then
    assertThatThrownBy(() -> Gathered.all(new Split(source(few), 0.0001, 1).validation())).isInstanceOf(TrainingDataException.class)
        .hasMessage("a share of 1.0E-4 is none of the 2 texts of 'made up'; hold out more");
  }

  @Test
  void shouldNotBlameTheShareForDataWithoutLabels() throws Exception {
    // Given
    final List<Gathered> unlabelled = List.of(Gathered.of("one"), Gathered.of("two"), Gathered.of("three"));

    // Then
    assertThat(Gathered.all(new Split(source(unlabelled), 0.5, 1).training())).isSubsetOf(unlabelled);
  }

  private static Set<String> texts(final List<Gathered> examples) {
    final Set<String> texts = new HashSet<>();
    examples.forEach(example -> texts.add(example.text()));
    return texts;
  }

  private static ExampleSource source(final List<Gathered> examples) {
    return new ExampleSource() {
      @Override
      public String name() {
        return "made up";
      }

      @Override
      public void forEach(final ExampleConsumer consumer) {
        for (final Gathered example : examples) {
          final byte[] text = example.text().getBytes(StandardCharsets.UTF_8);
          consumer.accept(new Example(text, 0, text.length, example.labels()));
        }
      }
    };
  }
}
