package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.text.WordHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TypeTableTest {

  @Property(tries = 20)
  void shouldNumberTokensByTheirFirstOccurrence(@ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final TypeTable table = new TypeTable();
    final Map<String, Integer> expected = new HashMap<>();
    for (int token = 0; token < 40_000; token++) {
      final byte[] text = ("--" + Integer.toString(random.nextInt(20_000), 3) + "--").getBytes(StandardCharsets.US_ASCII);
      final String key = new String(text, StandardCharsets.US_ASCII);
      final int known = expected.computeIfAbsent(key, absent -> expected.size());
      // When
      final int type = table.add(text, 2, text.length - 2);
      // Then
      assertThat(type).isEqualTo(known);
      assertThat(table.find(text, 2, text.length - 2)).isEqualTo(known);
      assertThat(table.hash(type)).isEqualTo(WordHash.of(text, 2, text.length - 2));
      assertThat(Arrays.copyOfRange(table.texts(), table.start(type), table.start(type) + table.length(type)))
          .isEqualTo(Arrays.copyOfRange(text, 2, text.length - 2));
    }
    assertThat(table.size()).isEqualTo(expected.size());
    assertThat(table.find("--".getBytes(StandardCharsets.US_ASCII), 0, 2)).isEqualTo(-1);
  }
}
