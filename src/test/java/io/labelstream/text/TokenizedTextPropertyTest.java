package io.labelstream.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.kernel.Kernels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Tokens of random bytes, stretch by stretch, against the rules as they are written down; and that nothing is done twice. */
class TokenizedTextPropertyTest {
  private static final byte[] WHITE = {' ', '\t', '\n', 0x0B, '\f', '\r', 0};
  private static final int MARK = 77_777;

  private final TokenizedText text = new TokenizedText();

  @Property(tries = 300)
  void shouldFindTheTokensOfAllStretches(
      @ForAll @IntRange(max = 20_000) final int length, @ForAll @IntRange(min = 1, max = 8) final int kind, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final byte[] bytes = bytes(random, length, kind == 8 ? 5_000 : 3 * kind);
    final List<byte[]> tokens = new ArrayList<>();
    // When
    take(bytes);
    for (int from = TokenizedText.START; from < text.end(); ) {
      final int to = text.endOfStretch(from, text.end());
      text.cut(from, to);
      hashInTwoSteps(random);
      addTokens(tokens);
      assertThat(to).isGreaterThan(from);
      from = to;
    }
    // Then
    assertThat(tokens).usingElementComparator(Arrays::compare).isEqualTo(split(bytes));
  }

  private void hashInTwoSteps(final Random random) {
    final int[] some = IntStream.range(0, text.count()).filter(token -> random.nextBoolean()).toArray();
    text.hash(some, some.length);
    final int[] all = IntStream.range(0, text.count()).toArray();
    text.hash(all, all.length);
  }

  private void addTokens(final List<byte[]> tokens) {
    for (int token = 0; token < text.count(); token++) {
      final byte[] bytes = Arrays.copyOfRange(text.bytes(), text.edges()[2 * token], text.edges()[2 * token + 1]);
      assertThat(text.firstKeys()[token]).isEqualTo(key(bytes, 0)).isEqualTo(TokenizedText.firstKey(bytes));
      assertThat(text.secondKeys()[token]).isEqualTo(key(bytes, Long.BYTES));
      assertThat(text.mixes()[token]).isEqualTo(TokenizedText.mix(key(bytes, 0), key(bytes, Long.BYTES)));
      assertThat(text.hashes()[token]).isEqualTo(WordHash.of(bytes, 0, bytes.length));
      tokens.add(bytes);
    }
  }

  @Example
  void shouldCutAStretchOnce() {
    // Given
    take("one two".getBytes(StandardCharsets.US_ASCII));
    text.cut(TokenizedText.START, text.end());
    text.edges()[0] = MARK;
    // When
    text.cut(TokenizedText.START, text.end());
    final int again = text.edges()[0];
    text.cut(TokenizedText.START, text.end() - 1);
    final int shorter = text.edges()[0];
    // Then
    assertThat(again).as("an edge of the stretch that was cut before").isEqualTo(MARK);
    assertThat(shorter).as("an edge of another stretch").isEqualTo(TokenizedText.START);
  }

  @Example
  void shouldHashATokenOnce() {
    // Given
    take("one two".getBytes(StandardCharsets.US_ASCII));
    text.cut(TokenizedText.START, text.end());
    text.hash(new int[] {0}, 1);
    text.hashes()[0] = MARK;
    // When
    text.hash(new int[] {0, 1}, 2);
    // Then
    assertThat(text.hashes()).startsWith(MARK, WordHash.of("two".getBytes(StandardCharsets.US_ASCII), 0, 3));
  }

  @Example
  void shouldForgetTheTokensOfTheTextBefore() {
    // Given
    take("one two".getBytes(StandardCharsets.US_ASCII));
    text.cut(TokenizedText.START, text.end());
    text.hash(new int[] {0, 1}, 2);
    final byte[] next = "a three".getBytes(StandardCharsets.US_ASCII);
    // When
    take(next);
    text.cut(TokenizedText.START, text.end());
    text.hash(new int[] {0, 1}, 2);
    // Then
    assertThat(text.count()).isEqualTo(2);
    assertThat(text.edges()).startsWith(16, 17, 18, 23);
    assertThat(text.hashes()).startsWith(WordHash.of(next, 0, 1), WordHash.of(next, 2, next.length));
  }

  @Example
  void shouldRefuseATextWithoutRoomAround() {
    final byte[] bytes = new byte[TokenizedText.START + 3 + Kernels.OVERREAD_BYTES];
    assertThatThrownBy(() -> text.take(bytes, TokenizedText.START + 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.take(bytes, TokenizedText.START - 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void take(final byte[] utf8) {
    final byte[] bytes = new byte[TokenizedText.START + utf8.length + Kernels.OVERREAD_BYTES];
    System.arraycopy(utf8, 0, bytes, TokenizedText.START, utf8.length);
    text.take(bytes, TokenizedText.START + utf8.length);
  }

  private static byte[] bytes(final Random random, final int length, final int mean) {
    final byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int position = 0; position < length; position++) {
      if (random.nextInt(mean) == 0) {
        bytes[position] = WHITE[random.nextInt(WHITE.length)];
      } else if (isWhite(bytes[position])) {
        bytes[position] = 'x';
      }
    }
    return bytes;
  }

  private static List<byte[]> split(final byte[] bytes) {
    final List<byte[]> tokens = new ArrayList<>();
    int start = 0;
    for (int position = 0; position <= bytes.length; position++) {
      if (position == bytes.length || isWhite(bytes[position])) {
        if (position > start) {
          tokens.add(Arrays.copyOfRange(bytes, start, position));
        }
        start = position + 1;
      }
    }
    return tokens;
  }

  private static boolean isWhite(final byte value) {
    for (final byte white : WHITE) {
      if (white == value) {
        return true;
      }
    }
    return false;
  }

  private static long key(final byte[] token, final int from) {
    long key = 0;
    for (int index = from; index < Math.min(token.length, from + Long.BYTES); index++) {
      key |= (token[index] & 0xFFL) << Byte.SIZE * (index - from);
    }
    return key;
  }
}
