package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowMapTest {

  @Property(tries = 200)
  void shouldNumberKeptRowsInTheirOrder(@ForAll @IntRange(max = 400) final int rows, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final BitSet kept = new BitSet();
    for (int row = 0; row < rows; row++) {
      kept.set(row, random.nextInt(4) == 0);
    }
    // When
    final RowMap map = RowMap.of(kept, rows);
    // Then
    int next = 0;
    for (int row = 0; row < rows; row++) {
      assertThat(map.newRow(row)).isEqualTo(kept.get(row) ? next : RowMap.NONE);
      assertThat(map.newRowsBefore(row)).isEqualTo(next);
      if (kept.get(row)) {
        assertThat(map.oldRow(next++)).isEqualTo(row);
      }
    }
    assertThat(map.newRows()).isEqualTo(next);
    assertThat(map.newRowsBefore(rows)).isEqualTo(next);
    assertThat(map.oldRows()).isEqualTo(rows);
  }

  @Test
  void shouldRefuseRowsThatAreNotThere() {
    // Given
    final BitSet kept = new BitSet();
    kept.set(7);
    // When / Then
    assertThatThrownBy(() -> RowMap.of(kept, 7)).hasMessage("row 7 is kept of 7 rows");
  }
}
