package io.labelstream.train.encoder.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PieceNetworkTest {

  @Test
  void shouldLearnThePairOfATextAlsoWhereItStandsAlone() {
    // Given two pieces and a pair whose row is still zero: texts of each piece, of the pair, and of a piece and the pair
    final PieceNetwork network = new PieceNetwork(new float[] {1, 0.5f, 0.2f, -1, 0, 0}, 2, 1, 2, 2);
    final LabelledPieces texts =
        new LabelledPieces(new int[] {0, 1, 2, 3, 5}, new int[] {0, 1, 2, 0, 2}, new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 1, 1}, 0);

    // When
    double loss = 0;
    for (int step = 0; step < 200; step++) {
      final int[] order = step < 100 ? new int[] {0, 1, 2} : new int[] {3};
      loss = network.step(texts, order, 0, order.length, 0, 0.02f, 1, new SplittableRandom(step));
    }

    // Then
    assertThat(loss).isBetween(0.0, 4.0);
    assertThat(Math.abs(network.table()[4]) + Math.abs(network.table()[5])).isFinite().isPositive();
  }
}
