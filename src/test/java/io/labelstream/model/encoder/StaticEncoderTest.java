package io.labelstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.labelstream.fixture.CountingArena;
import io.labelstream.kernel.Kernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.QuantisedMatrix;
import io.labelstream.model.matrix.QuantisedRows;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticEncoderTest {
  private static final int MOST_ROUNDS = 60;

  private final SharedText text = new SharedText();

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 20, 100, 128, 256})
  void shouldGiveTheMeanOfTheRowsOfATextInUnitLength(final int dimensions) {
    // Given
    final EncoderModel model = new RandomEncoders(1).dimensions(dimensions).tabled();
    final FloatMatrix table = QuantisedMatrix.of(((StaticBody) model.body()).table()).floats();
    text.set("The dog, playing");
    try (TextEncoder encoder = open(model, Arena.ofShared())) {
      // When
      final float[] vector = encoder.newSession().encode(text);
      // Then
      final double[] expected = new double[Kernels.padded(dimensions)];
      double squares = 0;
      for (int column = 0; column < dimensions; column++) {
        for (final String piece : List.of("the", "dog", ",", "play", "##ing")) {
          expected[column] += table.values()[id(piece) * dimensions + column];
        }
        squares += expected[column] * expected[column];
      }
      assertThat(encoder.dimensions()).isEqualTo(dimensions);
      assertThat(vector).hasSize(expected.length);
      for (int column = 0; column < expected.length; column++) {
        assertThat((double) vector[column]).isCloseTo(expected[column] / Math.sqrt(squares), Offset.offset(1e-6));
      }
    }
  }

  @Test
  void shouldAddTheRowsOfPairsWithThePiecesBeforeAndAfterTheText() {
    // Given
    final EncoderModel model = new RandomEncoders(1).pairs("[CLS]", "the", "the", "[SEP]", "the", "dog", "dog", "the").length(VectorLength.ANY).tabled();
    final FloatMatrix table = QuantisedMatrix.of(((StaticBody) model.body()).table()).floats();
    final int pieces = model.vocabulary().size();
    text.set("the dog cat");
    try (TextEncoder encoder = open(model, Arena.ofShared())) {
      // When
      final float[] vector = encoder.newSession().encode(text);
      // Then: the first and the third pair
      for (int column = 0; column < encoder.dimensions(); column++) {
        double sum = 0;
        for (final int row : new int[] {id("the"), id("dog"), id("cat"), pieces, pieces + 2}) {
          sum += table.values()[row * table.columns() + column];
        }
        assertThat((double) vector[column]).isCloseTo(sum / 5, Offset.offset(1e-6));
      }
    }
  }

  @Test
  void shouldFindThePairsOfATextOfMoreThanAFewHundredPieces() {
    // Given
    final EncoderModel model = new RandomEncoders(1).pairs("the", "[SEP]", "the", "the").length(VectorLength.ANY).tabled();
    final FloatMatrix table = QuantisedMatrix.of(((StaticBody) model.body()).table()).floats();
    final int count = 600;
    text.set("the ".repeat(count));
    try (TextEncoder encoder = open(model, Arena.ofShared())) {
      // When
      final float[] vector = encoder.newSession().encode(text);
      // Then
      final double piece = table.values()[id("the") * table.columns()];
      final double last = table.values()[model.vocabulary().size() * table.columns()];
      final double again = table.values()[(model.vocabulary().size() + 1) * table.columns()];
      assertThat((double) vector[0]).isCloseTo((count * piece + last + (count - 1) * again) / (2 * count), Offset.offset(1e-4));
    }
  }

  @Test
  void shouldGiveZerosForATextWithoutPieces() {
    // Given
    try (TextEncoder encoder = open(new RandomEncoders(1).tabled(), Arena.ofShared())) {
      final EncoderSession session = encoder.newSession();
      text.set("dog");
      session.encode(text);
      text.set(" \u0000");
      // When
      final float[] vector = session.encode(text);
      // Then
      assertThat(vector).containsOnly(0f);
    }
  }

  @Test
  void shouldTellTheBytesThatItTakes() {
    // Given
    final EncoderModel model = new RandomEncoders(1).dimensions(20).pairs("the", "dog", "dog", "sat").dense(9, VectorOutput.Activation.TANH).tabled();
    final CountingArena arena = new CountingArena();
    // When
    try (TextEncoder encoder = open(model, arena)) {
      // Then
      assertThat(StaticEncoder.bytesFor(model.vocabulary(), 20, ((StaticBody) model.body()).pairs(), model.output())).isEqualTo(arena.bytes());
      assertThat(encoder.dimensions()).isEqualTo(9);
    }
  }

  @Test
  void shouldRefuseATableOfOtherPieces() {
    // Given
    final QuantisedRows rows = new QuantisedMatrix(2, 3, new byte[6], new float[2]).view();
    final VectorOutput output = new VectorOutput(Pooling.MEAN, List.of(), VectorLength.UNIT);
    try (Arena arena = Arena.ofShared()) {
      // When
      assertThatThrownBy(() -> StaticEncoder.open(RandomEncoders.vocabulary(), rows, PiecePairs.NONE, FileTables.copied(), output, arena, new Lifetime(arena)))
          // Then
          .hasMessage("the table has rows for 2 pieces, expected 24");
    }
  }

  @Test
  void shouldRefuseTextsOnceItIsClosed() {
    // Given
    final TextEncoder encoder = open(new RandomEncoders(1).tabled(), Arena.ofShared());
    final EncoderSession session = encoder.newSession();
    text.set("dog");
    encoder.close();
    // When
    assertThatThrownBy(() -> session.encode(text))
        // Then
        .isInstanceOf(ModelClosedException.class);
  }

  @Test
  @Tag("own-jvm")
  void shouldAllocateNothingPerText() {
    // Given
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final EncoderModel model = new RandomEncoders(1).dimensions(128).pairs("[CLS]", "the", "the", "dog").tabled();
    long allocated = Long.MAX_VALUE;
    try (TextEncoder encoder = open(model, Arena.ofShared())) {
      final EncoderSession session = encoder.newSession();
      // When
      for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int repeat = 0; repeat < 2000; repeat++) {
          text.set("The dog sat on the mat, playing. 日é");
          session.encode(text);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    // Then
    assertThat(allocated).isZero();
  }

  private static int id(final String piece) {
    return RandomEncoders.vocabulary().pieces().stream().map(String::new).toList().indexOf(piece);
  }

  private static TextEncoder open(final EncoderModel model, final Arena arena) {
    final QuantisedMatrix table = QuantisedMatrix.of(((StaticBody) model.body()).table());
    return StaticEncoder.open(model.vocabulary(), table.view(), ((StaticBody) model.body()).pairs(), FileTables.copied(), model.output(), arena, new Lifetime(arena));
  }
}
