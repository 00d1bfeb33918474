package io.labelstream.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The best labels of one text, best first: filled by {@link ClassifierSession}, owned and reused by the caller.
 *
 * <p>Not thread-safe. Holds at most {@link #capacity()} labels, all with a score of at least {@link #threshold()}.
 *
 * <p>Scores are the model's probabilities as the reference implementation prints them, which adds 1e-5 to each: a score can exceed 1 by that much.
 */
public final class Predictions {
  private final int[] labels;
  private final float[] scores;
  private final float threshold;
  private int count;

  /**
   * @param capacity the most labels to keep, at least 1
   * @param threshold the least probability of a label that is kept, 0 to keep all
   */
  public Predictions(final int capacity, final float threshold) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity=" + capacity + " must be at least 1");
    }
    if (!(threshold >= 0f && threshold <= 1f)) {
      throw new IllegalArgumentException("threshold=" + threshold + " must be from 0 to 1");
    }
    this.labels = new int[capacity];
    this.scores = new float[capacity];
    this.threshold = threshold;
  }

  /** The most labels that are kept. */
  public int capacity() {
    return labels.length;
  }

  /** The least probability of a label that is kept. */
  public float threshold() {
    return threshold;
  }

  /** The number of labels of the last text, from 0 to {@link #capacity()}. */
  public int count() {
    return count;
  }

  /** The label id at {@code rank}, 0 being the best. */
  public int label(final int rank) {
    return labels[checkedRank(rank)];
  }

  /** The score at {@code rank}, 0 being the best. */
  public float score(final int rank) {
    return scores[checkedRank(rank)];
  }

  /** Forgets all labels. For implementations of {@link ClassifierSession}. */
  public void clear() {
    count = 0;
  }

  /** Appends the next best label. For implementations of {@link ClassifierSession}. */
  public void append(final int label, final float score) {
    if (count == labels.length) {
      throw new IllegalStateException("all " + labels.length + " places are taken");
    }
    labels[count] = label;
    scores[count] = score;
    count++;
  }

  /** The labels as values, with their prefix as in {@link Labels#text}, for callers that do not mind the allocation. */
  public List<ScoredLabel> toList(final Labels names) {
    final List<ScoredLabel> list = new ArrayList<>(count);
    for (int rank = 0; rank < count; rank++) {
      list.add(new ScoredLabel(names.text(labels[rank]), scores[rank]));
    }
    return List.copyOf(list);
  }

  private int checkedRank(final int rank) {
    if (rank < 0 || rank >= count) {
      throw new IndexOutOfBoundsException("rank=" + rank + " count=" + count);
    }
    return rank;
  }
}
