package io.labelstream.model.encoder;

import java.util.Objects;

/**
 * Pairs of word pieces that have rows of their own in a {@link StaticBody}, where one stands next to the other: so vectors depend on the order of words. The
 * pieces before and after a text count here, so that a pair can be that of the text's first piece, or of its last one. The array is not copied.
 *
 * @param ids the first and the second piece of each pair; pairs ascend by the first, then the second piece
 */
public record PiecePairs(int[] ids) {
  /** No pairs. */
  public static final PiecePairs NONE = new PiecePairs(new int[0]);

  /** @throws IllegalArgumentException if a pair has one piece, or pairs do not ascend */
  public PiecePairs {
    Objects.requireNonNull(ids);
    if (ids.length % 2 != 0) {
      throw new IllegalArgumentException("pairs have " + ids.length + " pieces, expected two each");
    }
    for (int at = 2; at < ids.length; at += 2) {
      if (ids[at] < ids[at - 2] || ids[at] == ids[at - 2] && ids[at + 1] <= ids[at - 1]) {
        throw new IllegalArgumentException("the pair " + at / 2 + " is not above the one before it");
      }
    }
  }

  /** The number of pairs. */
  public int count() {
    return ids.length / 2;
  }

  /** The first piece of a pair. */
  public int first(final int pair) {
    return ids[2 * pair];
  }

  /** The second piece of a pair. */
  public int second(final int pair) {
    return ids[2 * pair + 1];
  }
}
