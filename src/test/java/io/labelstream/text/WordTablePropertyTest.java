package io.labelstream.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The longest word is the one that a map finds by trying all lengths. */
class WordTablePropertyTest {
  @Property(tries = 300)
  void shouldFindTheLongestWord(@ForAll @IntRange(max = 200) final int count, @ForAll @IntRange(min = 1, max = 90) final int longest, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final List<byte[]> words = IntStream.range(0, count).mapToObj(word -> word(random, random.nextInt(longest + 1))).toList();
    final Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < count; id++) {
      ids.putIfAbsent(text(words.get(id), words.get(id).length), id);
    }
    final byte[] word = Arrays.copyOf(word(random, longest), longest + WordTable.KEY_BYTES);
    try (Arena arena = Arena.ofConfined()) {
      final WordTable table = WordTable.of(words, arena);
      // When
      final long found = table.longest(word, 0, longest);
      // Then
      int length = longest;
      while (length > 0 && !ids.containsKey(text(word, length))) {
        length--;
      }
      assertThat(found).isEqualTo(length == 0 ? -1 : (long) length << Integer.SIZE | ids.get(text(word, length)));
    }
  }

  @Property(tries = 300)
  void shouldFindTheWordItself(@ForAll @IntRange(max = 200) final int count, @ForAll @IntRange(min = 1, max = 40) final int longest, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final List<byte[]> words = IntStream.range(0, count).mapToObj(word -> word(random, random.nextInt(longest + 1))).toList();
    final Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < count; id++) {
      ids.putIfAbsent(text(words.get(id), words.get(id).length), id);
    }
    // Half of them are known, as far as there are some.
    final byte[] some = count > 0 && random.nextBoolean() ? words.get(random.nextInt(count)) : word(random, random.nextInt(longest + 1));
    final byte[] bytes = Arrays.copyOf(some, some.length + WordTable.KEY_BYTES);
    try (Arena arena = Arena.ofConfined()) {
      final WordTable table = WordTable.of(words, arena);
      // When
      final int found = table.find(bytes, 0, some.length);
      // Then
      assertThat(found).isEqualTo(some.length == 0 ? -1 : ids.getOrDefault(text(some, some.length), -1));
    }
  }

  @Property(tries = 100)
  void shouldGiveTheShortWordsBack(@ForAll @IntRange(max = 50) final int count, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final List<byte[]> words = IntStream.range(0, count).mapToObj(word -> word(random, random.nextInt(2 * WordTable.KEY_BYTES))).toList();
    try (Arena arena = Arena.ofConfined()) {
      final WordTable table = WordTable.of(words, arena);
      // When
      final List<byte[]> given = table.words(count);
      // Then
      assertThat(given.stream().map(word -> text(word, word.length))).containsExactlyInAnyOrderElementsOf(
          words.stream().filter(word -> word.length > 0 && word.length <= WordTable.KEY_BYTES).map(word -> text(word, word.length)).toList());
    }
  }

  /** Most words begin alike, further than a slot holds their bytes. */
  private static byte[] word(final Random random, final int length) {
    final byte[] word = new byte[length];
    final int same = random.nextInt(4) == 0 ? 0 : WordTable.KEY_BYTES;
    for (int index = 0; index < length; index++) {
      word[index] = (byte) (index < same ? 'a' : 'a' + random.nextInt(3));
    }
    return word;
  }

  private static String text(final byte[] bytes, final int length) {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
