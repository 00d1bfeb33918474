package io.labelstream.cli;

/** Where the texts come from that a model is measured with. */
sealed interface Validation {
  /** There are none. */
  record None() implements Validation {}

  /** Those in a file. */
  record InFile(String file) implements Validation {}

  /** A share of the data, chosen by the seed and the texts. */
  record HeldOut(double share, long seed) implements Validation {}

  /** For a model's card. */
  default String inWords() {
    return switch (this) {
      case None none -> "none";
      case InFile(final String file) -> file;
      case HeldOut(final double share, final long seed) -> share + " of the data, held out by seed " + seed;
    };
  }
}
