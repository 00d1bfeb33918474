package io.labelstream.topology;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate with the fewest edits from {@code typed}; among equals the first by the alphabet. There must be at least one. */
  public static String to(final String typed, final Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.<String>comparingInt(candidate -> edits(typed, candidate)).thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** The Levenshtein distance: insertions, deletions and replacements of one character. */
  public static int edits(final String from, final String to) {
    int[] previous = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        final int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
      }
      final int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[to.length()];
  }
}
