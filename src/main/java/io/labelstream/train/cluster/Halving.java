package io.labelstream.train.cluster;

/** A way to divide a group of labels in two of like mass. Thread-safe. */
public interface Halving {
  /**
   * Puts labels into another order in which the two halves are one after the other.
   *
   * @param labels the labels from {@code from} to {@code to}, at least two, are the group; nothing else is read or written
   * @param most the most labels of a half, at least half of the group and less than all of it
   * @return the start of the second half; none is empty
   */
  int halve(int[] labels, int from, int to, int most);
}
