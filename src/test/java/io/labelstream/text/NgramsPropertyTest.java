package io.labelstream.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.kernel.Encoding;
import io.labelstream.kernel.Kernels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** N-grams against the rules as they are written down, and cut into pieces at any place. */
class NgramsPropertyTest {
  private static final String[] PIECES = {"a", "b", "<", ">", "é", "日", "\uD83D\uDE00"};

  @Property(tries = 500)
  void shouldFormRunsOfWords(
      @ForAll @IntRange(min = 2, max = 6) final int longest,
      @ForAll @IntRange(max = 40) final int words,
      @ForAll @IntRange(min = 1, max = 1000) final int buckets,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int[] hashes = random.ints(words).toArray();
    final WordNgrams ngrams = new WordNgrams(longest, new Buckets(buckets));
    // When
    final List<Integer> runs = new ArrayList<>();
    for (int from = 0; from < words; ) {
      final int to = from + 1 + random.nextInt(words - from);
      final int[] out = new int[(to - from) * (longest - 1)];
      add(runs, out, ngrams.append(hashes, from, to, words, out));
      from = to;
    }
    // Then
    final List<Integer> expected = new ArrayList<>();
    for (int start = 0; start < words; start++) {
      long hash = hashes[start];
      for (int next = start + 1; next < words && next < start + longest; next++) {
        hash = hash * 116049371L + hashes[next];
        expected.add((int) Long.remainderUnsigned(hash, buckets));
      }
    }
    assertThat(runs).isEqualTo(expected);
  }

  @Property(tries = 1500)
  void shouldFormRunsOfCharacters(
      @ForAll @IntRange(min = 1, max = 4) final int shortest,
      @ForAll @IntRange(min = -1, max = 4) final int more,
      @ForAll @IntRange(max = 50) final int length,
      @ForAll @IntRange(max = 3) final int kind,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int longest = Math.max(shortest + more, 1);
    final List<byte[]> words = Stream.generate(() -> word(random, random.nextInt(length + 1) + 1, kind)).limit(1 + random.nextInt(4)).toList();
    final int start = random.nextInt(20);
    final int end = start + words.stream().mapToInt(word -> word.length + 1).sum();
    final byte[] text = new byte[end + Kernels.OVERREAD_BYTES];
    random.nextBytes(text);
    int at = start;
    for (final byte[] word : words) {
      text[at] = Subwords.WORD_BREAK;
      System.arraycopy(word, 0, text, at + 1, word.length);
      at += word.length + 1;
    }
    text[end] = Subwords.WORD_BREAK;
    final int count = 1 + random.nextInt(1000);
    final Subwords subwords = new Subwords(Kernels.best(), shortest, longest, count);
    final Encoding encoding = Kernels.best().encoding(text, start, end);
    // When
    final List<Integer> buckets = new ArrayList<>();
    for (int from = start; from < end; ) {
      final int to = from + 1 + random.nextInt(end - from);
      final int[] out = new int[(to - from) * subwords.mostPerByte() + Kernels.LANES];
      add(buckets, out, subwords.buckets(text, from, to, encoding, new int[2 * Kernels.LANES], out));
      from = to;
    }
    // Then
    final List<Integer> expected = words.stream().flatMap(word -> naive(marked(word), shortest, longest, count).stream()).toList();
    assertThat(buckets).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void add(final List<Integer> to, final int[] values, final int end) {
    Arrays.stream(values, 0, end).forEach(to::add);
  }

  private static byte[] marked(final byte[] word) {
    final byte[] marked = Arrays.copyOf(new byte[] {'<'}, word.length + 2);
    System.arraycopy(word, 0, marked, 1, word.length);
    marked[word.length + 1] = '>';
    return marked;
  }

  private static byte[] word(final Random random, final int length, final int kind) {
    final StringBuilder word = new StringBuilder();
    for (int piece = 0; piece < length; piece++) {
      word.append(PIECES[random.nextInt(kind == 0 ? 4 : PIECES.length)]);
    }
    final byte[] utf8 = word.toString().getBytes(StandardCharsets.UTF_8);
    for (int damage = kind == 2 ? 1 + length / 5 : 0; damage > 0; damage--) {
      utf8[random.nextInt(utf8.length)] = (byte) (0x80 + random.nextInt(128));
    }
    return utf8;
  }

  private static List<Integer> naive(final byte[] word, final int shortest, final int longest, final int count) {
    final List<Integer> buckets = new ArrayList<>();
    for (int first = 0; first < word.length; first++) {
      if ((word[first] & 0xC0) == 0x80) {
        continue;
      }
      int end = first;
      for (int points = 1; points <= longest && end < word.length; points++) {
        end++;
        while (end < word.length && (word[end] & 0xC0) == 0x80) {
          end++;
        }
        if (points >= shortest && !(points == 1 && (first == 0 || end == word.length))) {
          int hash = 0x811C9DC5;
          for (int position = first; position < end; position++) {
            hash ^= word[position];
            hash *= 16777619;
          }
          buckets.add(Integer.remainderUnsigned(hash, count));
        }
      }
    }
    return buckets;
  }
}
