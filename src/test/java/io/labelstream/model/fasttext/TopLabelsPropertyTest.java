package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Among equal scores the order is that of the C++ library's heap, which is written out here as that library words it. */
class TopLabelsPropertyTest {

  @Property(tries = 3000)
  void shouldOrderEqualScoresAsTheHeapOfTheReferenceDoes(
      @ForAll @IntRange(min = 1, max = 20) final int top,
      @ForAll @IntRange(min = 1, max = 60) final int labels,
      @ForAll @IntRange(min = 1, max = 8) final int different,
      @ForAll @IntRange(max = 1) final int thresholdChoice,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final float threshold = thresholdChoice * 0.3f;
    final float[] probabilities = new float[labels];
    for (int label = 0; label < labels; label++) {
      probabilities[label] = SigmoidTable.of(random.nextInt(different) - different / 2f);
    }
    final Predictions predictions = new Predictions(top, threshold);
    // When
    OutputLayer.pick(probabilities, labels, new TopLabels(), predictions);
    // Then
    final List<Integer> picked = new ArrayList<>();
    for (int rank = 0; rank < predictions.count(); rank++) {
      picked.add(predictions.label(rank));
      assertThat(predictions.score(rank)).isEqualTo((float) (probabilities[predictions.label(rank)] + 1e-5));
    }
    assertThat(picked).isEqualTo(Heap.best(probabilities, top, threshold));
  }

  private record Scored(float score, int label) {}

  /** A heap in which the first element is the one that comes after no other. */
  private static final class Heap {
    private final List<Scored> elements = new ArrayList<>();

    static List<Integer> best(final float[] probabilities, final int top, final float threshold) {
      final Heap heap = new Heap();
      for (int label = 0; label < probabilities.length; label++) {
        final float score = (float) Math.log(probabilities[label] + 1e-5);
        if (probabilities[label] < threshold || heap.elements.size() == top && score < heap.elements.getFirst().score()) {
          continue;
        }
        heap.elements.add(new Scored(score, label));
        heap.push(heap.elements.size() - 1, 0, heap.elements.getLast());
        if (heap.elements.size() > top) {
          heap.pop(heap.elements.size());
          heap.elements.removeLast();
        }
      }
      for (int size = heap.elements.size(); size > 1; size--) {
        heap.pop(size);
      }
      return heap.elements.stream().map(Scored::label).toList();
    }

    private static boolean before(final Scored one, final Scored other) {
      return one.score() > other.score();
    }

    private void push(final int from, final int root, final Scored value) {
      int hole = from;
      int parent = (hole - 1) / 2;
      while (hole > root && before(elements.get(parent), value)) {
        elements.set(hole, elements.get(parent));
        hole = parent;
        parent = (hole - 1) / 2;
      }
      elements.set(hole, value);
    }

    private void pop(final int size) {
      final Scored value = elements.get(size - 1);
      elements.set(size - 1, elements.getFirst());
      adjust(size - 1, value);
    }

    private void adjust(final int length, final Scored value) {
      int hole = 0;
      int second = hole;
      while (second < (length - 1) / 2) {
        second = 2 * (second + 1);
        if (before(elements.get(second), elements.get(second - 1))) {
          second--;
        }
        elements.set(hole, elements.get(second));
        hole = second;
      }
      if ((length & 1) == 0 && second == (length - 2) / 2) {
        second = 2 * (second + 1);
        elements.set(hole, elements.get(second - 1));
        hole = second - 1;
      }
      push(hole, 0, value);
    }
  }
}
