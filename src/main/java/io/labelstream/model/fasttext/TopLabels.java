package io.labelstream.model.fasttext;

import io.labelstream.model.Predictions;

/**
 * Keeps the best labels of one text: scratch memory of one session, reused. Not thread-safe.
 *
 * <p>A binary heap with the worst label on top, with exactly the steps of the reference's library: they decide which of several labels with equal scores stay
 * and in which order they come out, and equal scores are common if probabilities come from a table of 512 values.
 */
final class TopLabels {
  private float[] scores = new float[2];
  private int[] labels = new int[2];
  private int capacity;
  private int count;

  /** Forgets all labels, to keep the best {@code capacity} from now on. */
  void start(final int capacity) {
    this.capacity = capacity;
    this.count = 0;
    if (scores.length <= capacity) {
      scores = new float[capacity + 1];
      labels = new int[capacity + 1];
    }
  }

  /** The score that a label must reach to be kept: the worst kept score if all places are taken, else negative infinity. */
  float bar() {
    return count == capacity ? scores[0] : Float.NEGATIVE_INFINITY;
  }

  /** Adds a label whose score reaches {@link #bar()}, and drops the worst if there are too many. */
  void add(final float score, final int label) {
    siftUp(count++, score, label);
    if (count > capacity) {
      count--;
      popTo(count);
    }
  }

  /** Writes the labels to {@code predictions}, the best first; each score is raised by {@code raise}. */
  void finish(final Predictions predictions, final double raise) {
    for (int last = count - 1; last > 0; last--) {
      popTo(last);
    }
    for (int rank = 0; rank < count; rank++) {
      predictions.append(labels[rank], (float) (scores[rank] + raise));
    }
  }

  /** Moves the worst of the first {@code last + 1} labels to the place {@code last}, and restores the heap before it. */
  private void popTo(final int last) {
    final float score = scores[last];
    final int label = labels[last];
    scores[last] = scores[0];
    labels[last] = labels[0];
    int hole = 0;
    int child = 0;
    while (child < (last - 1) / 2) {
      child = 2 * (child + 1);
      if (scores[child] > scores[child - 1]) {
        child--;
      }
      move(child, hole);
      hole = child;
    }
    if ((last & 1) == 0 && child == (last - 2) / 2) {
      child = 2 * child + 1;
      move(child, hole);
      hole = child;
    }
    siftUp(hole, score, label);
  }

  private void siftUp(final int from, final float score, final int label) {
    int hole = from;
    while (hole > 0 && scores[(hole - 1) / 2] > score) {
      move((hole - 1) / 2, hole);
      hole = (hole - 1) / 2;
    }
    scores[hole] = score;
    labels[hole] = label;
  }

  private void move(final int from, final int to) {
    scores[to] = scores[from];
    labels[to] = labels[from];
  }
}
