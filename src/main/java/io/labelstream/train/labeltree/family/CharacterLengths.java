package io.labelstream.train.labeltree.family;

import io.labelstream.model.labeltree.TextTerms;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lengths of the character n-grams that are features.
 *
 * @param shortest the shortest length, in code points
 * @param longest the longest length, in code points; 0 for no character n-grams
 */
public record CharacterLengths(int shortest, int longest) {
  /** No character n-grams. */
  public static final CharacterLengths NONE = new CharacterLengths(0, 0);

  private static final Pattern LENGTHS = Pattern.compile("([0-9]{1,2})-([0-9]{1,2})");

  /** @throws IllegalArgumentException if the text is not the least and the greatest length, such as {@code 3-5}, or these are out of range */
  static CharacterLengths parse(final String text) {
    final Matcher lengths = LENGTHS.matcher(text);
    if (!lengths.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not the least and the greatest length, such as 3-5");
    }
    final CharacterLengths parsed = new CharacterLengths(Integer.parseInt(lengths.group(1)), Integer.parseInt(lengths.group(2)));
    parsed.terms(1, 0);
    return parsed;
  }

  /** The terms of texts with such n-grams. */
  TextTerms terms(final int wordNgrams, final int buckets) {
    return new TextTerms(wordNgrams, shortest, longest, buckets);
  }

  @Override
  public String toString() {
    return shortest + "-" + longest;
  }
}
