package io.labelstream.train.fasttext;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lengths of the character n-grams that are features.
 *
 * @param shortest the shortest length, in code points
 * @param longest the longest length, in code points; 0 for no character n-grams
 */
public record SubwordLengths(int shortest, int longest) {
  /** No character n-grams. */
  public static final SubwordLengths NONE = new SubwordLengths(0, 0);

  private static final Pattern LENGTHS = Pattern.compile("([0-9]{1,4})-([0-9]{1,4})");
  private static final int LONGEST = 1 << 10;

  public SubwordLengths {
    if (longest < 0 || longest > LONGEST) {
      throw new IllegalArgumentException("the longest subword is " + longest + ", expected 0 to " + LONGEST);
    }
    if (shortest < 0 || longest > 0 && shortest > longest) {
      throw new IllegalArgumentException("the shortest subword is " + shortest + ", expected 0 to the longest, which is " + longest);
    }
  }

  /** @throws IllegalArgumentException if the text is not the least and the greatest length, such as {@code 2-4}, or these are out of range */
  static SubwordLengths parse(final String text) {
    final Matcher lengths = LENGTHS.matcher(text);
    if (!lengths.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not the least and the greatest length, such as 2-4");
    }
    return new SubwordLengths(Integer.parseInt(lengths.group(1)), Integer.parseInt(lengths.group(2)));
  }

  /** True if there are any. */
  public boolean exist() {
    return longest > 0;
  }

  /** The number of lengths. */
  int lengths() {
    return exist() ? longest - shortest + 1 : 0;
  }

  @Override
  public String toString() {
    return shortest + "-" + longest;
  }
}
