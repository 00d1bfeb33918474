package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.SharedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SparseTermsPropertyTest {
  private static final String NUMBER_CHARACTERS = "0123456789.+-eE";
  private static final String CHARACTERS = "0019:.-+eNI, \t\r";

  private final SharedText text = new SharedText();

  @Property(tries = 2000)
  void shouldReadNumbersAsJavaDoes(@ForAll @IntRange(min = 1, max = 25) final int length, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final String number = random.nextBoolean() ? String.valueOf(Float.intBitsToFloat(random.nextInt())) : characters(random, NUMBER_CHARACTERS, length);
    // When
    final TermList terms = terms("7:" + number);
    // Then
    final float expected = number.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? Float.parseFloat(number) : Float.NaN;
    assertThat(terms.count()).as(number).isEqualTo(Float.isFinite(expected) ? 1 : 0);
    if (Float.isFinite(expected)) {
      assertThat(terms.values()[0]).as(number).isBetween(Math.nextDown(expected), Math.nextUp(expected));
    }
  }

  @Property(tries = 2000)
  void shouldReadTheTokensOfAnyText(@ForAll @IntRange(max = 60) final int length, @ForAll final long seed) {
    // Given
    final String given = characters(new Random(seed), CHARACTERS, length);
    // When
    final TermList terms = terms(given);
    // Then
    final List<Long> keys = new ArrayList<>();
    int malformed = 0;
    int place = 0;
    for (final String token : given.strip().split("\\s+")) {
      place += token.isEmpty() ? 0 : 1;
      if (token.matches("\\d+:[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?") && isInRange(token)) {
        keys.add(Long.valueOf(token.substring(0, token.indexOf(':'))));
      } else {
        malformed = malformed == 0 ? place : malformed;
      }
    }
    assertThat(keys(terms)).isEqualTo(keys);
    assertThat(terms.malformed()).isEqualTo(malformed);
  }

  private static boolean isInRange(final String token) {
    final int colon = token.indexOf(':');
    return Double.parseDouble(token.substring(0, colon)) <= Integer.MAX_VALUE && Float.isFinite(Float.parseFloat(token.substring(colon + 1)));
  }

  @Example
  void shouldLeaveOutTokensThatAreNoFeature() {
    // Given
    final String given = "-1:1 2147483648:1 99999999999999999999:1 x:1 5 :1 6: 7:NaN 8:Infinity 9:1e39 10:1,5 11:0x1p3 12:1f 13:1e 14:1:2 15:2.5 2147483647:-1";
    // When
    final TermList terms = terms(given);
    // Then
    assertThat(keys(terms)).containsExactly(15L, 2147483647L);
    assertThat(terms.values()).startsWith(2.5f, -1f);
    assertThat(terms.malformed()).isEqualTo(1);
  }

  private static String characters(final Random random, final String from, final int length) {
    final StringBuilder characters = new StringBuilder();
    for (int index = 0; index < length; index++) {
      characters.append(from.charAt(random.nextInt(from.length())));
    }
    return characters.toString();
  }

  private TermList terms(final String given) {
    final byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    text.set(bytes, 0, bytes.length);
    return text.features(new SparseTerms());
  }

  private static List<Long> keys(final TermList terms) {
    final List<Long> keys = new ArrayList<>();
    for (int term = 0; term < terms.count(); term++) {
      keys.add(terms.keys()[term]);
    }
    return keys;
  }
}
