package io.labelstream.train.inception.text;

import io.labelstream.model.inception.WordRules;
import io.labelstream.train.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text. */
final class WordSplitter {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+|\\p{Nd}+");

  private WordSplitter() {}

  static List<String> words(final Example example, final WordRules rules) {
    final List<String> words = new ArrayList<>();
    final Matcher matcher = WORD.matcher(example.decoded().toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
