package io.labelstream.pipeline.config;

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

  /** How many insertions, deletions, replacements and swaps of neighbours lead from one to the other, each character being touched once. */
  public static int edits(final String from, final String to) {
    final int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      for (int column = 0; column <= to.length(); column++) {
        if (row == 0 || column == 0) {
          edits[row][column] = row + column;
          continue;
        }
        final int replaced = edits[row - 1][column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        edits[row][column] = Math.min(replaced, 1 + Math.min(edits[row - 1][column], edits[row][column - 1]));
        if (row > 1 && column > 1 && from.charAt(row - 1) == to.charAt(column - 2) && from.charAt(row - 2) == to.charAt(column - 1)) {
          edits[row][column] = Math.min(edits[row][column], edits[row - 2][column - 2] + 1);
        }
      }
    }
    return edits[from.length()][to.length()];
  }
}
