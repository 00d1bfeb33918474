package io.labelstream.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.kernel.Kernels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** N-grams against the rules as they are written down, and cut into pieces at any place. */
class NgramsPropertyTest {
  private static final String[] PIECES = {"a", "b", "é", "日", "\uD83D\uDE00"};

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
      add(runs, out, 0, ngrams.append(hashes, from, to, words, out));
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
      @ForAll @IntRange(max = 60) final int length,
      @ForAll @IntRange(max = 3) final int kind,
      @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final int longest = Math.max(shortest + more, 1);
    final byte[] word = word(random, length, kind);
    final int start = random.nextInt(20);
    final int end = start + word.length;
    final byte[] text = new byte[end + Kernels.OVERREAD_BYTES];
    random.nextBytes(text);
    System.arraycopy(word, 0, text, start, word.length);
    final int count = 1 + random.nextInt(1000);
    final Subwords subwords = new Subwords(Kernels.best(), shortest, longest, new Buckets(count));
    final int before = random.nextInt(5);
    // When
    final List<Integer> buckets = new ArrayList<>();
    for (int from = start; from < end; ) {
      final int to = from + 1 + random.nextInt(end - from);
      final int[] out = new int[before + (to - from) * subwords.mostPerByte() + Kernels.LANES];
      add(buckets, out, before, append(subwords, text, start, end, from, to, out, before));
      from = to;
    }
    // Then
    assertThat(buckets).containsExactlyInAnyOrderElementsOf(naive(word, shortest, longest, count));
  }

  private static int append(
      final Subwords subwords, final byte[] text, final int start, final int end, final int from, final int to, final int[] out, final int at) {
    return subwords.append(text, start, end, from, to, new int[Kernels.LANES], out, at);
  }

  private static void add(final List<Integer> to, final int[] values, final int from, final int end) {
    Arrays.stream(values, from, end).forEach(to::add);
  }

  private static byte[] word(final Random random, final int length, final int kind) {
    final StringBuilder word = new StringBuilder("<");
    for (int piece = 0; piece < length; piece++) {
      word.append(PIECES[random.nextInt(kind == 0 ? 2 : PIECES.length)]);
    }
    final byte[] utf8 = word.append('>').toString().getBytes(StandardCharsets.UTF_8);
    for (int damage = kind == 2 ? 1 + length / 5 : 0; damage > 0 && utf8.length > 2; damage--) {
      utf8[1 + random.nextInt(utf8.length - 2)] = (byte) (0x80 + random.nextInt(128));
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
