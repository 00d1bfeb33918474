package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SgdStateTest {

  @Property(tries = 300)
  void shouldHandOutEachExampleOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 2500) final int examples, @ForAll @IntRange(min = 1, max = 40) final int threads, @ForAll final VisitOrder order)
      throws Exception {
    // Given
    try (FeatureCorpus corpus = corpus(examples)) {
      final SgdState state = new SgdState(corpus, new SgdSettings(2, 0.1, threads, 1, order, SgdSettings.Update.BOTH));
      for (int epoch = 0; epoch < 2; epoch++) {
        // When
        final List<Integer> visited = epoch(state, epoch);
        // Then
        assertThat(visited.stream().sorted()).containsExactlyElementsOf(IntStream.range(0, examples).boxed().toList());
      }
    }
  }

  @Property(tries = 50)
  void shouldHandOutExamplesInTheirOrderToOneThread(@ForAll @IntRange(min = 1, max = 2500) final int examples) throws Exception {
    // Given
    try (FeatureCorpus corpus = corpus(examples)) {
      final SgdState state = new SgdState(corpus, new SgdSettings(2, 0.1, 1, 1, VisitOrder.GIVEN, SgdSettings.Update.BOTH));
      for (int epoch = 0; epoch < 2; epoch++) {
        // When
        final List<Integer> visited = epoch(state, epoch);
        // Then
        assertThat(visited).containsExactlyElementsOf(IntStream.range(0, examples).boxed().toList());
      }
    }
  }

  private static List<Integer> epoch(final SgdState state, final int number) {
    final List<Integer> visited = new ArrayList<>();
    state.startEpoch(number);
    for (int from = state.nextBlock(); from >= 0; from = state.nextBlock()) {
      for (int place = from; place < state.endOfBlock(from); place++) {
        visited.add(state.order().at(place));
      }
    }
    return visited;
  }

  private static FeatureCorpus corpus(final int size) throws Exception {
    final ExampleList examples = new ExampleList();
    for (int example = 0; example < size; example++) {
      examples.add("x", "a");
    }
    final FastTextVocabulary vocabulary =
        FastTextVocabulary.of(
            List.of("x".getBytes(StandardCharsets.US_ASCII)), new long[1],
            Stream.of("__label__a", "__label__b").map(name -> name.getBytes(StandardCharsets.US_ASCII)).toList(), new long[2], 4,
            new FastTextPruneIndex.Complete());
    return FeatureCorpus.of(examples, new FeatureSpace(vocabulary, 1, 0, 0, 0));
  }
}
