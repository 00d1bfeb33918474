package io.labelstream.train.encoder.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.encoder.search.RandomDocuments;
import io.labelstream.train.Progress;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  private static final GraphBuilder.Shape SHAPE = new GraphBuilder.Shape(8, 40);

  @Test
  void shouldBuildTheSameGraphAgain() throws Exception {
    // Given
    final DocumentRows rows = new RandomDocuments(1, 130).rows(600);

    // When
    final NeighbourGraph one = GraphBuilder.of(rows, SHAPE, 7, progress(rows));
    final NeighbourGraph other = GraphBuilder.of(rows, SHAPE, 7, progress(rows));

    // Then
    assertThat(one).usingRecursiveComparison().withEqualsForType((left, right) -> left.mismatch(right) < 0, MemorySegment.class).isEqualTo(other);
    assertThat(one.layers().size()).isGreaterThan(1);
    assertThat(one.documents()).isEqualTo(600);
  }

  @Test
  void shouldChooseTheLeastEffortThatFindsEnough() throws Exception {
    // Given
    final DocumentRows rows = new RandomDocuments(2, 24).rows(2_000);
    final NeighbourGraph graph = GraphBuilder.of(rows, SHAPE, 7, progress(rows));

    // When
    final EffortChoice.Chosen some = EffortChoice.of(rows, graph, 0.3);
    final EffortChoice.Chosen most = EffortChoice.of(rows, graph, 0.99);

    // Then
    assertThat(some.graph().effort()).isEqualTo(16);
    assertThat(some.recall()).isGreaterThanOrEqualTo(0.3);
    assertThat(most.graph().effort()).isGreaterThan(16);
    assertThat(most.recall()).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void shouldStopWhenInterrupted() {
    // Given
    final DocumentRows rows = new RandomDocuments(1, 24).rows(60);
    Thread.currentThread().interrupt();

    // Then
    assertThatThrownBy(() -> GraphBuilder.of(rows, SHAPE, 7, progress(rows))).isInstanceOf(InterruptedException.class);
  }

  private static StepProgress progress(final DocumentRows rows) {
    return new StepProgress("graph", rows.count(), Progress.NONE);
  }
}
