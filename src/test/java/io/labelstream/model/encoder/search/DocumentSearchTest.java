package io.labelstream.model.encoder.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.FileTables;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import io.labelstream.model.encoder.search.NeighbourGraph.Layer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentSearchTest {
  private final Arena arena = Arena.ofShared();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void shouldFindTheNearestOfAllDocuments() {
    // Given
    final RandomDocuments random = new RandomDocuments(1, 40);
    final DocumentRows rows = random.rows(1_500);
    final float[] vector = random.vector();
    final Predictions found = new Predictions(7, 0f);

    // When
    search(rows, Optional.empty()).search(vector, found);

    // Then
    final List<Integer> nearest = IntStream.range(0, rows.count()).boxed()
        .sorted(Comparator.comparingDouble(document -> -product(rows, document, vector))).limit(7).toList();
    assertThat(IntStream.range(0, found.count()).mapToObj(found::label)).isEqualTo(nearest);
  }

  @Test
  void shouldGiveCosines() {
    // Given the unit vectors (0.6, 0.8) and (-1, 0) in steps of 1/125
    final DocumentRows rows = new DocumentRows(2, 2, 1 / 125f, MemorySegment.ofArray(new byte[] {75, 100, -125, 0}));
    final Predictions found = new Predictions(2, 0f);

    // When
    search(rows, Optional.empty()).search(new float[] {0f, 7f}, found);

    // Then the cosine of the other one is 0, which is not below the threshold
    assertThat(found.toList(new Numbers())).satisfiesExactly(
        best -> assertThat(best.score()).isCloseTo(0.8f, within(1e-5f)), other -> assertThat(other.score()).isZero());
  }

  @Test
  void shouldLeaveOutDocumentsBelowTheThreshold() {
    // Given
    final DocumentRows rows = new DocumentRows(2, 2, 1 / 125f, MemorySegment.ofArray(new byte[] {75, 100, -125, 0}));
    final Predictions found = new Predictions(2, 0.5f);

    // When
    search(rows, Optional.empty()).search(new float[] {0f, 1f}, found);

    // Then
    assertThat(found.count()).isEqualTo(1);
  }

  @Test
  void shouldFindNothingForAVectorOfZeros() {
    // Given
    final DocumentRows rows = new RandomDocuments(1, 8).rows(3);
    final Predictions found = new Predictions(2, 0f);

    // When
    search(rows, Optional.empty()).search(new float[8], found);

    // Then
    assertThat(found.count()).isZero();
  }

  @Test
  void shouldPutEquallyNearDocumentsInTheirOrder() {
    // Given
    final DocumentRows rows = new DocumentRows(3, 1, 1 / 127f, MemorySegment.ofArray(new byte[] {127, 127, 127}));
    final Predictions found = new Predictions(2, 0f);

    // When
    search(rows, Optional.empty()).search(new float[] {1f}, found);

    // Then
    assertThat(IntStream.range(0, found.count()).map(found::label)).containsExactly(0, 1);
  }

  @Test
  void shouldFollowTheGraph() {
    // Given a ring of documents, each of which knows the next one, and a layer above that leads to the last one
    final RandomDocuments random = new RandomDocuments(2, 16);
    final DocumentRows rows = random.rows(50);
    final Layer ring = NeighbourGraphTest.ring(IntStream.range(0, 50).toArray());
    final Layer above = NeighbourGraphTest.ring(3, 49);
    final float[] vector = random.vector();
    final Predictions exact = new Predictions(5, 0f);
    final Predictions found = new Predictions(5, 0f);

    // When
    search(rows, Optional.empty()).search(vector, exact);
    search(rows, Optional.of(new NeighbourGraph(3, 50, List.of(ring, above)))).search(vector, found);

    // Then an effort of 50 has seen all
    assertThat(found.toList(new Numbers())).isEqualTo(exact.toList(new Numbers()));
  }

  @Test
  void shouldSearchAgainAsBefore() {
    // Given
    final RandomDocuments random = new RandomDocuments(3, 16);
    final DocumentRows rows = random.rows(50);
    final Layer ring = NeighbourGraphTest.ring(IntStream.range(0, 50).toArray());
    final DocumentSearch search = search(rows, Optional.of(new NeighbourGraph(0, 50, List.of(ring))));
    final float[] vector = random.vector();
    final Predictions first = new Predictions(5, 0f);
    final Predictions again = new Predictions(5, 0f);

    // When
    search.search(vector, first);
    search.search(random.vector(), new Predictions(9, 0f));
    search.search(vector, again);

    // Then
    assertThat(again.toList(new Numbers())).isEqualTo(first.toList(new Numbers()));
  }

  private DocumentSearch search(final DocumentRows rows, final Optional<NeighbourGraph> graph) {
    return OpenDocuments.of(rows, graph, FileTables.copied(), arena).newSearch();
  }

  private static double product(final DocumentRows rows, final int document, final float[] vector) {
    final float[] row = rows.vector(document);
    float greatest = 0;
    for (final float number : vector) {
      greatest = Math.max(greatest, Math.abs(number));
    }
    double sum = 0;
    for (int at = 0; at < row.length; at++) {
      sum += (double) row[at] * Math.round(vector[at] / greatest * 127);
    }
    return sum;
  }

  /** Labels whose texts are their ids. */
  private static final class Numbers implements Labels {
    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }

    @Override
    public String text(final int id) {
      return Integer.toString(id);
    }
  }
}
