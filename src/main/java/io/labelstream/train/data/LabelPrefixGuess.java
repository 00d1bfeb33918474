package io.labelstream.train.data;

import io.labelstream.train.data.TrainingDataException.Remedy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects in the first lines of a file of fastText lines that its labels have another prefix. */
final class LabelPrefixGuess {
  /** Prefixes that are in use: between underscores, a mark, or a word and a colon. */
  private static final Pattern PREFIX = Pattern.compile("\\s*(__[A-Za-z0-9-]{1,20}__|[#@$]|[A-Za-z]{1,20}[:=])\\S.*");

  private LabelPrefixGuess() {}

  /**
   * Checks that labels begin with {@code prefix}, as far as can be told.
   *
   * @throws TrainingDataException if none does, and all lines begin with another prefix
   */
  static void requireUsed(final String prefix, final TextHead head, final String name) throws TrainingDataException {
    if (head.contains(prefix)) {
      return;
    }
    final Optional<String> other = head.lines().findFirst().flatMap(LabelPrefixGuess::prefix);
    if (other.isPresent() && head.lines().allMatch(line -> prefix(line).equals(other))) {
      throw new TrainingDataException("'" + name + "' has no label that begins with '" + prefix + "', but each line begins with '" + other.get()
          + "'; is that the prefix of its labels?", Remedy.LABEL_PREFIX);
    }
  }

  private static Optional<String> prefix(final String line) {
    final Matcher found = PREFIX.matcher(line);
    return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
