package io.labelstream.model.labeltree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The rules of {@link TextTerms} once more, on strings. */
final class NaiveTerms {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]{2,}");

  private NaiveTerms() {}

  record Term(long key, double value) {}

  /** The keys of a text's terms, each as often as it occurs. */
  static List<Long> keys(final TextTerms settings, final byte[] utf8) {
    return terms(settings, utf8).stream().map(Term::key).toList();
  }

  /** The terms of a text, each as often as it occurs. */
  static List<Term> terms(final TextTerms settings, final byte[] utf8) {
    final List<int[]> words = words(new String(utf8, StandardCharsets.UTF_8));
    final List<Term> terms = new ArrayList<>();
    for (int first = 0; first < words.size(); first++) {
      terms.add(new Term(word(words.get(first)), 1));
      long run = word(words.get(first)) ^ 0x2545F4914F6CDD1DL;
      for (int next = first + 1; next < Math.min(first + settings.wordNgrams(), words.size()); next++) {
        run = mix(run * 0x9E3779B97F4A7C15L + word(words.get(next)));
        terms.add(new Term(run, 0.5));
      }
      characters(settings, words.get(first)).forEach(key -> terms.add(new Term(key, 0.5)));
    }
    return settings.buckets() == 0
        ? terms : terms.stream().map(term -> new Term(Math.unsignedMultiplyHigh(term.key(), settings.buckets()), term.value())).toList();
  }

  private static List<int[]> words(final String text) {
    final List<int[]> words = new ArrayList<>();
    for (final Matcher matcher = WORD.matcher(text); matcher.find(); ) {
      words.add(matcher.group().codePoints().map(Character::toLowerCase).toArray());
    }
    return words;
  }

  private static List<Long> characters(final TextTerms settings, final int[] word) {
    final int[] marked = IntStream.concat(IntStream.concat(IntStream.of('<'), IntStream.of(word)), IntStream.of('>')).toArray();
    final List<Long> keys = new ArrayList<>();
    for (int length = Math.max(settings.shortestCharacters(), 1); length <= settings.longestCharacters(); length++) {
      final int margin = length == 1 ? 1 : 0;
      for (int first = margin; first + length <= marked.length - margin; first++) {
        keys.add(mix(fnv(Arrays.copyOfRange(marked, first, first + length)) ^ 0xD1342543DE82EF95L));
      }
    }
    return keys;
  }

  private static long word(final int[] word) {
    return mix(fnv(word));
  }

  private static long fnv(final int[] points) {
    long hash = 0xCBF29CE484222325L;
    for (final int point : points) {
      hash = (hash ^ point) * 0x100000001B3L;
    }
    return hash;
  }

  private static long mix(final long value) {
    long mixed = value;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
