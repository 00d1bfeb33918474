package io.labelstream.model.encoder.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.encoder.search.NeighbourGraph.Layer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public class NeighbourGraphTest {
  private static final Layer ALL = layer(new int[] {0, 1, 2}, new int[] {0, 1, 2, 3}, 1, 2, 0);
  private static final Layer UPPER = layer(new int[] {0, 2}, new int[] {0, 1, 2}, 2, 0);

  @Test
  void shouldTakeASoundGraph() {
    // When
    final NeighbourGraph graph = new NeighbourGraph(2, 4, List.of(ALL, UPPER));

    // Then
    assertThat(graph.documents()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource
  void shouldRefuseAGraphThatLeadsAstray(final int entry, final int effort, final List<Layer> layers, final String message) {
    // Then
    assertThatThrownBy(() -> new NeighbourGraph(entry, effort, layers)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
  }

  private static Stream<Arguments> shouldRefuseAGraphThatLeadsAstray() {
    return Stream.of(
        Arguments.of(1, 4, List.of(ALL, UPPER), "the entry 1 is no document of the uppermost layer"),
        Arguments.of(-1, 4, List.of(ALL), "the entry -1"),
        Arguments.of(0, 0, List.of(ALL), "the effort is 0"),
        Arguments.of(0, 4, List.of(), "a graph has 0 layers"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 2, 1}, new int[] {0, 0, 0, 0})), "the documents of layer 0 are not"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 2}, new int[] {0, 0, 0})), "the documents of layer 0 are not"),
        Arguments.of(0, 4, List.of(ALL, layer(new int[] {0, 3}, new int[] {0, 0, 0})), "a document of layer 1 is not in the one below"),
        Arguments.of(0, 4, List.of(ALL, layer(new int[] {2, 0}, new int[] {0, 0, 0})), "the documents of layer 1 are not"),
        Arguments.of(0, 4, List.of(ALL, layer(new int[] {0, 2}, new int[] {0, 1, 1}, 1)), "the neighbour 1 is no document of its layer"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 1}, new int[] {0, 1, 1}, 7)), "the neighbour 7"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 1}, new int[] {0, 1}, 1)), "has 2 starts of 1 neighbours"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 1}, new int[] {0, 2, 1}, 1)), "the neighbours of document 1 end"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 1}, new int[] {0, -1, 1}, 1)), "the neighbours of document 0 end"),
        Arguments.of(0, 4, List.of(layer(new int[] {0, 1}, new int[] {1, 1, 1}, 1)), "has 3 starts of 1 neighbours"));
  }

  private static Layer layer(final int[] documents, final int[] starts, final int... neighbours) {
    return new Layer(documents, starts, neighbours);
  }

  /** A layer in which each document has the next one as its neighbour. */
  public static Layer ring(final int... documents) {
    final int count = documents.length;
    return new Layer(documents, IntStream.rangeClosed(0, count).toArray(), IntStream.range(0, count).map(at -> documents[(at + 1) % count]).toArray());
  }
}
