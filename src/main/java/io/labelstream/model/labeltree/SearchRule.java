package io.labelstream.model.labeltree;

/** How the labels of a text are found in the trees. Part of the model: the same model always gives a text the same labels. */
public sealed interface SearchRule {

  /**
   * Asks the node that is best so far, until no open node can be better than the labels found: exactly the best labels, and the first k of more than k are
   * the same as k. In several trees, the labels are the best of each.
   */
  record BestFirst() implements SearchRule {}

  /**
   * Goes down level by level and keeps the best nodes and labels of each: never asks more than {@code width} nodes of a level, and may miss labels.
   *
   * @param width the most nodes and labels kept, 1 to {@value #MOST_WIDTH}
   */
  record Beam(int width) implements SearchRule {
    /** The greatest width. */
    public static final int MOST_WIDTH = 1 << 16;

    public Beam {
      if (width < 1 || width > MOST_WIDTH) {
        throw new IllegalArgumentException("the beam is " + width + " wide, expected 1 to " + MOST_WIDTH);
      }
    }
  }
}
