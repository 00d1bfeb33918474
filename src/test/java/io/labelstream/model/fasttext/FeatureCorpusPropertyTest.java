package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.fasttext.RowMap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The features that training sees are those that classifiers see. */
class FeatureCorpusPropertyTest {
  private static final int TEXTS = 8;

  @Property(tries = 500)
  void shouldHaveTheFeaturesOfTheNaiveClassifier(@ForAll final long seed) throws Exception {
    // Given
    final RandomModels models = new RandomModels(new Random(seed));
    final FastTextFile file = FastTextFile.parse(MemorySegment.ofArray(models.model(3).bytes()));
    final List<byte[]> texts = IntStream.range(0, TEXTS).mapToObj(index -> models.text()).toList();
    // When
    try (FeatureCorpus corpus = FeatureCorpus.of(examples(texts), FeatureSpace.of(file))) {
      // Then
      final NaiveFastText naive = new NaiveFastText(file);
      assertThat(corpus.rows()).isEqualTo((int) file.input().rows());
      assertThat(corpus.examples()).isEqualTo(TEXTS);
      for (int example = 0; example < TEXTS; example++) {
        assertThat(rows(corpus, example)).containsExactlyInAnyOrderElementsOf(naive.features(texts.get(example), EndOfLine.IMPLIED));
      }
    }
  }

  @Property(tries = 300)
  void shouldRenumberRowsAndDropThoseThatAreNotKept(@ForAll final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final RandomModels models = new RandomModels(random);
    final FastTextFile file = FastTextFile.parse(MemorySegment.ofArray(models.model(3).bytes()));
    final List<byte[]> texts = IntStream.range(0, TEXTS).mapToObj(index -> models.text()).toList();
    try (FeatureCorpus corpus = FeatureCorpus.of(examples(texts), FeatureSpace.of(file))) {
      final BitSet kept = new BitSet();
      IntStream.range(0, corpus.rows()).filter(row -> random.nextInt(3) > 0).forEach(kept::set);
      final RowMap map = RowMap.of(kept, corpus.rows());
      // When
      try (FeatureCorpus mapped = corpus.mapped(map)) {
        // Then
        assertThat(mapped.rows()).isEqualTo(kept.cardinality());
        assertThat(mapped.tokens()).isEqualTo(corpus.tokens());
        for (int example = 0; example < TEXTS; example++) {
          final List<Integer> expected =
              rows(corpus, example).stream().filter(kept::get).map(row -> kept.get(0, row).cardinality()).toList();
          assertThat(rows(mapped, example)).isEqualTo(expected);
          assertThat(mapped.label(example, 0)).isEqualTo(corpus.label(example, 0));
          assertThat(mapped.tokens(example)).isEqualTo(corpus.tokens(example));
        }
      }
    }
  }

  @Property(tries = 100)
  void shouldNameTheRowsThatOccur(@ForAll final long seed) throws Exception {
    // Given
    final RandomModels models = new RandomModels(new Random(seed));
    final FastTextFile file = FastTextFile.parse(MemorySegment.ofArray(models.model(3).bytes()));
    final List<byte[]> texts = IntStream.range(0, TEXTS).mapToObj(index -> models.text()).toList();
    try (FeatureCorpus corpus = FeatureCorpus.of(examples(texts), FeatureSpace.of(file))) {
      // When
      final BitSet used = corpus.usedRows();
      // Then
      final HashSet<Integer> expected = new HashSet<>();
      IntStream.range(0, TEXTS).forEach(example -> expected.addAll(rows(corpus, example)));
      assertThat(used.stream().boxed()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static ExampleList examples(final List<byte[]> texts) {
    final ExampleList examples = new ExampleList();
    texts.forEach(text -> examples.add(text, "0"));
    return examples;
  }

  private static List<Integer> rows(final FeatureCorpus corpus, final int example) {
    final int[] out = new int[corpus.mostRows()];
    final int count = corpus.rows(example, out);
    final List<Integer> rows = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      rows.add(out[index]);
    }
    return rows;
  }
}
