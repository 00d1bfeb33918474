package io.labelstream.train.ensemble;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts with two labels each. */
final class Treatises {
  private static final int SUBJECTS = 40;

  private Treatises() {}

  /** Rows of a table. */
  static String lines(final int from, final int to) {
    return IntStream.range(from, to).mapToObj(row -> String.join(",", labels(row)) + "\t" + text(row) + "\n").collect(Collectors.joining());
  }

  static List<String> labels(final int row) {
    return List.of("subject-" + row % SUBJECTS, "field-" + row % SUBJECTS / 10);
  }

  static String text(final int row) {
    return "treatise" + row % SUBJECTS + " in discipline" + row % SUBJECTS / 10 + " volume " + row;
  }
}
