package io.labelstream.train.labeltree.compress;

/** The weights that a model may keep. */
public sealed interface WeightLimit {

  /** As many as fit into a file of so many bytes. */
  record Bytes(long most) implements WeightLimit {}

  /** So many, and those that matter as much as the last of them. */
  record Weights(int most) implements WeightLimit {}

  /** All. */
  record None() implements WeightLimit {}
}
