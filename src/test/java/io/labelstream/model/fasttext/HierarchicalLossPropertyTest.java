package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.train.fasttext.LossFunction;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Hierarchical softmax trains the decisions that classifiers take. */
class HierarchicalLossPropertyTest {

  @Property(tries = 300)
  void shouldWalkTheTreeOfTheClassifier(@ForAll @IntRange(min = 2, max = 60) final int labels, @ForAll final long seed) throws Exception {
    // Given
    final long[] counts = new Random(seed).longs(labels, 0, 30).map(count -> -count).sorted().map(count -> -count).toArray();
    final List<byte[]> names = Collections.nCopies(labels, new byte[] {'x'});
    try (Arena arena = Arena.ofConfined()) {
      final FastTextVocabulary vocabulary = FastTextVocabulary.of(List.of(), new long[0], names, counts, 0, new FastTextPruneIndex.Complete());
      final HuffmanTree tree = HuffmanTree.of(vocabulary, arena);
      final LossFunction loss = LossFunction.of(FastTextLoss.HIERARCHICAL_SOFTMAX, counts, 5);
      final LossFunction.Targets targets = new LossFunction.Targets(new int[loss.mostRows()], new float[loss.mostRows()]);
      for (int label = 0; label < labels; label++) {
        // When
        final int rows = loss.targets(new int[] {label}, 1, seed, targets);
        // Then
        int node = tree.root();
        for (int step = rows - 1; step >= 0; step--) {
          assertThat(targets.rows()[step]).isEqualTo(node - labels);
          node = targets.wanted()[step] > 0 ? HuffmanTree.right(tree.children(node)) : HuffmanTree.left(tree.children(node));
        }
        assertThat(node).isEqualTo(label);
      }
      assertThat(loss.mostRows()).isEqualTo(tree.depth());
    }
  }
}
