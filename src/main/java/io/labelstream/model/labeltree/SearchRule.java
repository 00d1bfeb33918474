package io.labelstream.model.labeltree;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the labels of a text are found in the trees. Part of the model: the same model always gives a text the same labels. */
public sealed interface SearchRule {

  /** The rule in files and options: {@code best-first}, or {@code beam-} and the width. */
  String word();

  /** The rule with a {@link #word}; empty if there is none. */
  static Optional<SearchRule> of(final String word) {
    if (word.equals(BestFirst.WORD)) {
      return Optional.of(new BestFirst());
    }
    final Matcher beam = Beam.WORD.matcher(word);
    return beam.matches() && Integer.parseInt(beam.group(1)) <= Beam.MOST_WIDTH ? Optional.of(new Beam(Integer.parseInt(beam.group(1)))) : Optional.empty();
  }

  /**
   * Asks the node that is best so far, until no open node can be better than the labels found: exactly the best labels, in several trees too, and the first k
   * of more than k are the same as k.
   */
  record BestFirst() implements SearchRule {
    private static final String WORD = "best-first";

    @Override
    public String word() {
      return WORD;
    }
  }

  /**
   * Goes down level by level and keeps the best nodes and labels of each: never asks more than {@code width} nodes of a level, and may miss labels. In several
   * trees, it misses only labels that are missed in each.
   *
   * @param width the most nodes and labels kept, 1 to {@value #MOST_WIDTH}
   */
  record Beam(int width) implements SearchRule {
    /** The greatest width. */
    public static final int MOST_WIDTH = 1 << 16;

    private static final Pattern WORD = Pattern.compile("beam-([1-9][0-9]{0,4})");

    public Beam {
      if (width < 1 || width > MOST_WIDTH) {
        throw new IllegalArgumentException("the beam is " + width + " wide, expected 1 to " + MOST_WIDTH);
      }
    }

    @Override
    public String word() {
      return "beam-" + width;
    }
  }
}
