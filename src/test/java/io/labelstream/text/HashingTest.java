package io.labelstream.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that the reference computes; those with letters beyond ASCII come out otherwise where bytes are not sign-extended. */
class HashingTest {
  private static final int BUCKETS = 2_000_000;

  @ParameterizedTest
  @CsvSource({"</s>, 3617362777", "hello, 1335831723", "world, 933488787", "café, 1970454601", "日本, 4164387409", "__label__1, 1406357688", "'', 2166136261"})
  void shouldHashWordsAsTheReferenceDoes(final String word, final long expected) {
    // Given
    final byte[] utf8 = (" " + word + " ").getBytes(StandardCharsets.UTF_8);
    // When
    final int hash = WordHash.of(utf8, 1, utf8.length - 1);
    // Then
    assertThat(Integer.toUnsignedLong(hash)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"hello world, 1485020", "café world, 1594758", "hello world café, 1218173", "hello </s>, 391714", "日本 world, 1439326"})
  void shouldHashRunsOfWordsAsTheReferenceDoes(final String words, final int expected) {
    // Given
    final String[] tokens = words.split(" ");
    final int[] hashes = new int[tokens.length];
    for (int token = 0; token < tokens.length; token++) {
      hashes[token] = hash(tokens[token]);
    }
    final int[] out = new int[8];
    // When
    final int count = new WordNgrams(tokens.length, new Buckets(BUCKETS)).append(hashes, 0, 1, hashes.length, out);
    // Then
    assertThat(out[count - 1]).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"<he, 1188580", "fé>, 1609697"})
  void shouldHashCharactersAsTheReferenceDoes(final String characters, final int expected) {
    // Given
    final int hash = hash(characters);
    // When
    final int bucket = Integer.remainderUnsigned(hash, BUCKETS);
    // Then
    assertThat(bucket).isEqualTo(expected);
  }

  private static int hash(final String word) {
    final byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
    return WordHash.of(utf8, 0, utf8.length);
  }
}
