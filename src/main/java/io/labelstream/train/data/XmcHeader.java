package io.labelstream.train.data;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of {@link DataFormat#XMC}.
 *
 * @param rows the number of rows that follow
 * @param features the number of features
 * @param labels the number of labels
 */
record XmcHeader(int rows, int features, int labels) {
  private static final Pattern THREE_NUMBERS = Pattern.compile("\\s*([0-9]+)\\s+([0-9]+)\\s+([0-9]+)\\s*");
  private static final Pattern LABELS_OR_FEATURE = Pattern.compile("[0-9,-]+|-?[0-9]+:\\S*");

  /** True if a file begins with a header, and a line that looks like a row after it unless there is none. */
  static boolean begins(final TextHead head) {
    final List<String> first = head.lines().limit(2).toList();
    return !first.isEmpty() && THREE_NUMBERS.matcher(first.getFirst()).matches()
        && first.stream().skip(1).flatMap(row -> Arrays.stream(row.strip().split("\\s+")))
            .allMatch(entry -> LABELS_OR_FEATURE.matcher(entry).matches());
  }

  /** @throws UnreadableLineException if a line is no header */
  static XmcHeader of(final String line) throws UnreadableLineException {
    final Matcher numbers = THREE_NUMBERS.matcher(line);
    if (!numbers.matches()) {
      throw new UnreadableLineException("it does not hold three whole numbers, expected those of rows, features and labels; is the first line missing?");
    }
    try {
      return new XmcHeader(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(3)));
    } catch (final NumberFormatException large) {
      throw new UnreadableLineException("rows, features or labels are more than " + Integer.MAX_VALUE + ", which is the most");
    }
  }
}
