package io.labelstream.cli.train;

import java.util.List;

/** The source of the texts that a model is measured with. */
sealed interface ValidationTexts {
  /** There are none. */
  record None() implements ValidationTexts {}

  /** Those in a file. */
  record InFile(String file) implements ValidationTexts {}

  /** A share of the data, chosen by the seed and the texts. */
  record HeldOut(double share, long seed) implements ValidationTexts {}

  /** The option that asks for them, as words of a command line. */
  default List<String> words() {
    return switch (this) {
      case None none -> List.of();
      case InFile(final String file) -> List.of("--validation", file);
      case HeldOut(final double share, final long seed) -> List.of("--hold-out", Double.toString(share));
    };
  }

  /** The source in words, for a model's card. */
  default String inWords() {
    return switch (this) {
      case None none -> "none";
      case InFile(final String file) -> file;
      case HeldOut(final double share, final long seed) -> share + " of the data, held out by seed " + seed;
    };
  }
}
