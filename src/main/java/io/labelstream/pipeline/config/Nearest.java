package io.labelstream.pipeline.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody most likely meant. */
public final class Nearest {
  /** No name is longer; what is typed may be of any length. */
  private static final int LONGEST = 128;

  private Nearest() {}

  /** The candidate with the fewest edits from {@code typed}, or its first 128 characters; among equals the first by the alphabet. There must be at least one. */
  public static String to(final String typed, final Collection<String> candidates) {
    final String start = typed.substring(0, Math.min(typed.length(), LONGEST));
    return candidates.stream()
        .min(Comparator.<String>comparingInt(candidate -> edits(start, candidate)).thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** How many insertions, deletions, replacements and swaps of neighbours lead from one to the other, each character being touched once. */
  public static int edits(final String from, final String to) {
    int[] twoBefore = new int[to.length() + 1];
    int[] before = new int[to.length() + 1];
    int[] edits = new int[to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      for (int column = 0; column <= to.length(); column++) {
        if (row == 0 || column == 0) {
          edits[column] = row + column;
          continue;
        }
        final int replaced = before[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        edits[column] = Math.min(replaced, 1 + Math.min(before[column], edits[column - 1]));
        if (row > 1 && column > 1 && from.charAt(row - 1) == to.charAt(column - 2) && from.charAt(row - 2) == to.charAt(column - 1)) {
          edits[column] = Math.min(edits[column], twoBefore[column - 2] + 1);
        }
      }
      final int[] free = twoBefore;
      twoBefore = before;
      before = edits;
      edits = free;
    }
    return before[to.length()];
  }
}
