package io.labelstream.model.labeltree;

import io.labelstream.model.SharedText;
import io.labelstream.text.Utf8Points;
import io.labelstream.text.WordPoints;

/**
 * The words of a text, their n-grams, and the n-grams of their characters.
 *
 * <p>A word is a run of at least two letters, digits, combining marks and underscores, in lower case by the mapping of single code points. These are the words
 * of scikit-learn's {@code (?u)\b\w\w+\b}, but for marks, which end a word there. A byte that is not part of well-formed UTF-8 ends a word. The Java runtime's
 * version of Unicode decides about code points.
 *
 * <p>The value of a word is 1, and that of an n-gram {@value #NGRAM}. The key of a term is a hash. Here {@code fnv} is FNV-1a of 64 bits with a code point where it has a byte, and {@code mix} the finaliser of SplitMix64:
 *
 * <pre>
 *  word                        mix(fnv(code points))
 *  n-gram of words w1 ... wn   mix(run(w1 ... wn-1) * 0x9E3779B97F4A7C15 + key(wn))
 *                              run: the key of these words, if there is but one xor 0x2545F4914F6CDD1D
 *  n-gram of characters        mix(fnv(code points) xor 0xD1342543DE82EF95), of a word between {@code <} and {@code >}; not one of these two alone
 *
 *  with buckets                the upper 64 bits of the product of key and buckets, both unsigned
 * </pre>
 *
 * @param wordNgrams the most neighbouring words in an n-gram; 1: words alone
 * @param shortestCharacters the fewest code points in an n-gram of characters
 * @param longestCharacters the most code points in an n-gram of characters; 0: there are no such n-grams
 * @param buckets the number of keys that all terms share; 0: there are no buckets
 */
public record TextTerms(int wordNgrams, int shortestCharacters, int longestCharacters, int buckets) implements Terms {
  /** The greatest {@link #wordNgrams}. */
  public static final int MOST_WORDS = 5;

  /** The greatest {@link #longestCharacters}. */
  public static final int MOST_CHARACTERS = 10;

  /** The greatest {@link #buckets}. */
  public static final int MOST_BUCKETS = 1 << 30;

  /** The value of an n-gram. It counts less than a word, as it mostly repeats what its words say, and few texts have it. */
  static final float NGRAM = 0.5f;

  private static final int SHORTEST_WORD = 2;
  private static final long FNV_START = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final long NEXT_WORD = 0x9E3779B97F4A7C15L;
  private static final long FIRST_WORD = 0x2545F4914F6CDD1DL;
  private static final long CHARACTERS = 0xD1342543DE82EF95L;

  private static final byte[] ASCII = ascii();

  /** @throws IllegalArgumentException if a number is out of range; the message names it and the range */
  public TextTerms {
    require(wordNgrams >= 1 && wordNgrams <= MOST_WORDS, "n-grams of up to " + wordNgrams + " words, expected 1 to " + MOST_WORDS);
    require(
        shortestCharacters == 0 && longestCharacters == 0
            || shortestCharacters >= 1 && shortestCharacters <= longestCharacters && longestCharacters <= MOST_CHARACTERS,
        "n-grams of " + shortestCharacters + " to " + longestCharacters + " characters, expected 1 to " + MOST_CHARACTERS + ", or 0 to 0 for none");
    require(buckets >= 0 && buckets <= MOST_BUCKETS, "the number of buckets is " + buckets + ", expected 0 to " + MOST_BUCKETS);
  }

  private static void require(final boolean holds, final String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Words alone, without buckets. */
  public static TextTerms words() {
    return new TextTerms(1, 0, 0, 0);
  }

  private static byte[] ascii() {
    final byte[] folded = new byte[128];
    for (int point = 0; point < folded.length; point++) {
      folded[point] = (byte) (point == '_' ? point : WordPoints.lowered(point));
    }
    return folded;
  }

  @Override
  public void extract(final SharedText text, final TermList terms) {
    terms.clear();
    final byte[] bytes = text.bytes();
    final int end = text.offset() + text.length();
    final boolean hasCharacters = longestCharacters > 0;
    final int[] points = terms.points(hasCharacters ? text.length() : 0);
    int at = text.offset();
    int words = 0;
    while (at < end) {
      long hash = FNV_START;
      int length = 0;
      while (at < end) {
        int point = bytes[at];
        if (point >= 0) {
          point = ASCII[point];
          at++;
        } else {
          point = Utf8Points.at(bytes, at, end);
          at += Utf8Points.bytes(point);
          point = WordPoints.lowered(point);
        }
        if (point == WordPoints.BREAK) {
          break;
        }
        if (hasCharacters) {
          points[length] = point;
        }
        hash = (hash ^ point) * FNV_PRIME;
        length++;
      }
      if (length >= SHORTEST_WORD) {
        final long key = mix(hash);
        add(terms, key, 1f);
        addRuns(terms, words++, key);
        addCharacters(terms, points, length);
      }
    }
  }

  /** Adds the n-grams of words that end at a word. */
  private void addRuns(final TermList terms, final int wordsBefore, final long word) {
    final long[] runs = terms.runs;
    for (int length = Math.min(wordNgrams - 1, wordsBefore); length > 0; length--) {
      runs[length] = mix(runs[length - 1] * NEXT_WORD + word);
      add(terms, runs[length], NGRAM);
    }
    runs[0] = word ^ FIRST_WORD;
  }

  /** Adds the n-grams of a word's characters. */
  private void addCharacters(final TermList terms, final int[] points, final int length) {
    for (int first = -1; first <= length && longestCharacters > 0; first++) {
      long hash = FNV_START;
      final int last = Math.min(first + longestCharacters - 1, length);
      for (int at = first; at <= last; at++) {
        final int point = at < 0 ? '<' : at < length ? points[at] : '>';
        hash = (hash ^ point) * FNV_PRIME;
        final int count = at - first + 1;
        if (count >= shortestCharacters && (count > 1 || at >= 0 && at < length)) {
          add(terms, mix(hash ^ CHARACTERS), NGRAM);
        }
      }
    }
  }

  private void add(final TermList terms, final long key, final float value) {
    terms.add(buckets == 0 ? key : Math.unsignedMultiplyHigh(key, buckets), value);
  }

  private static long mix(final long hash) {
    final long first = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
    final long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
    return second ^ second >>> 31;
  }
}
