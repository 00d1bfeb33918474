package io.labelstream.train.data;

import io.labelstream.train.data.TrainingDataException.Remedy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Detects that the first line of a table holds the names of its columns, though the options do not say so. */
final class HeadingGuess {
  private static final Set<String> OF_LABELS =
      Set.of("label", "labels", "class", "category", "target", "intent", "tag", "tags", "sentiment", "lang", "language", "y");
  private static final Set<String> OF_TEXTS =
      Set.of("text", "texts", "sentence", "body", "content", "description", "message", "utterance", "tweet", "review", "document", "title");

  private HeadingGuess() {}

  /**
   * Checks that the first line is a row.
   *
   * @param between the separator of cells
   * @throws TrainingDataException if one cell is a common name of label columns, and another one of text columns
   */
  static void requireNone(final TextHead head, final String between, final String name) throws TrainingDataException {
    final List<String> cells = head.lines().limit(1).flatMap(line -> Arrays.stream(line.split(between, -1))).map(HeadingGuess::cleaned).toList();
    if (cells.stream().anyMatch(OF_LABELS::contains) && cells.stream().anyMatch(OF_TEXTS::contains)) {
      throw new TrainingDataException("the first line of '" + name + "' seems to hold the names of columns, "
          + cells.stream().filter(cell -> OF_LABELS.contains(cell) || OF_TEXTS.contains(cell)).collect(Collectors.joining("', '", "'", "'")), Remedy.HEADING);
    }
  }

  private static String cleaned(final String cell) {
    final String bare = cell.strip().toLowerCase(Locale.ROOT);
    return bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"") ? bare.substring(1, bare.length() - 1) : bare;
  }
}
