package io.labelstream.cli.train;

import java.util.List;

/** The source of the texts that a model is measured with. */
sealed interface ValidationTexts {
  /** The option that asks for them, as words of a command line. */
  List<String> words();

  /** The source in words, for a model's card. */
  String inWords();

  /** There are none. */
  record None() implements ValidationTexts {
    @Override
    public List<String> words() {
      return List.of();
    }

    @Override
    public String inWords() {
      return "none";
    }
  }

  /** Those in a file. */
  record InFile(String file) implements ValidationTexts {
    @Override
    public List<String> words() {
      return List.of("--validation", file);
    }

    @Override
    public String inWords() {
      return file;
    }
  }

  /** A share of the data, chosen by the seed and the texts. */
  record HeldOut(double share, long seed) implements ValidationTexts {
    @Override
    public List<String> words() {
      return List.of("--hold-out", Double.toString(share));
    }

    @Override
    public String inWords() {
      return share + " of the data, held out by seed " + seed;
    }
  }
}
