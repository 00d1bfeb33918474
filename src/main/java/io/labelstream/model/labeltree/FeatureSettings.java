package io.labelstream.model.labeltree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that, with a vocabulary, turn texts into features.
 *
 * @param terms from a text to its terms
 * @param weighting from terms to values
 */
public record FeatureSettings(Terms terms, Weighting weighting) {
  private static final String FEATURES = "features";
  private static final String TEXT = "text";
  private static final String SPARSE = "sparse";
  private static final String WEIGHTING = "weighting";
  private static final String WORDS = "word-ngrams";
  private static final String CHARACTERS = "char-ngrams";
  private static final String BUCKETS = "buckets";

  /** The settings as a model file has them, such as {@code features=text word-ngrams=2 char-ngrams=3-5 buckets=0 weighting=tf-idf}. */
  public String words() {
    final List<String> words = new ArrayList<>();
    switch (terms) {
      case TextTerms text -> {
        words.add(FEATURES + "=" + TEXT);
        words.add(WORDS + "=" + text.wordNgrams());
        words.add(CHARACTERS + "=" + text.shortestCharacters() + "-" + text.longestCharacters());
        words.add(BUCKETS + "=" + text.buckets());
      }
      case SparseTerms _ -> words.add(FEATURES + "=" + SPARSE);
    }
    words.add(WEIGHTING + "=" + weighting.word());
    return String.join(" ", words);
  }

  /**
   * The settings with these {@link #words}.
   *
   * @throws IllegalArgumentException if they are malformed, or a value is out of range; the message says which
   */
  public static FeatureSettings of(final String words) {
    final Map<String, String> values = new LinkedHashMap<>();
    for (final String word : words.split(" ", -1)) {
      final int equals = word.indexOf('=');
      if (equals < 0 || values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw malformed("are malformed");
      }
    }
    final String features = taken(values, FEATURES);
    final Terms terms =
        switch (features) {
          case TEXT -> text(values);
          case SPARSE -> new SparseTerms();
          default -> throw malformed("are of an unknown kind, expected " + TEXT + " or " + SPARSE);
        };
    final Weighting weighting = Weighting.of(taken(values, WEIGHTING)).orElseThrow(() -> malformed("have an unknown weighting"));
    if (!values.isEmpty()) {
      throw malformed("have an unknown setting");
    }
    return new FeatureSettings(terms, weighting);
  }

  private static TextTerms text(final Map<String, String> values) {
    final String[] lengths = taken(values, CHARACTERS).split("-", -1);
    if (lengths.length != 2) {
      throw malformed("have a malformed setting " + CHARACTERS);
    }
    return new TextTerms(
        number(WORDS, taken(values, WORDS)), number(CHARACTERS, lengths[0]), number(CHARACTERS, lengths[1]), number(BUCKETS, taken(values, BUCKETS)));
  }

  private static String taken(final Map<String, String> values, final String name) {
    final String value = values.remove(name);
    if (value == null) {
      throw malformed("lack the setting " + name);
    }
    return value;
  }

  private static int number(final String name, final String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (final NumberFormatException e) {
      throw malformed("have a malformed setting " + name);
    }
  }

  private static IllegalArgumentException malformed(final String problem) {
    return new IllegalArgumentException("the settings of features " + problem);
  }
}
