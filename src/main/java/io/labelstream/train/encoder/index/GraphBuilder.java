package io.labelstream.train.encoder.index;

import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.encoder.search.NeighbourGraph.Layer;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/** Builds graphs over documents with Lucene, in the calling thread: the same graph for the same rows. */
final class GraphBuilder {
  private GraphBuilder() {}

  /**
   * The settings of a graph.
   *
   * @param neighbours about the most neighbours of a document in a layer; twice as many in layer 0
   * @param candidates the nearest documents among which the neighbours of a new one are chosen
   */
  record Shape(int neighbours, int candidates) {}

  /**
   * Builds a graph whose effort is 1.
   *
   * @param seed of the layers of documents
   * @throws InterruptedException if the thread is interrupted
   */
  static NeighbourGraph of(final DocumentRows rows, final Shape shape, final long seed, final StepProgress progress) throws InterruptedException {
    try (RowScorers scorers = RowScorers.of(rows)) {
      final HnswGraphBuilder builder = HnswGraphBuilder.create(scorers, shape.neighbours(), shape.candidates(), seed, rows.count());
      for (int document = 0; document < rows.count(); document++) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        builder.addGraphNode(document);
        progress.next();
      }
      return graph(builder.getCompletedGraph());
    } catch (final IOException impossible) {
      throw new UncheckedIOException("rows in memory cannot be read", impossible);
    }
  }

  private static NeighbourGraph graph(final OnHeapHnswGraph built) throws IOException {
    final List<Layer> layers = new ArrayList<>();
    for (int level = 0; level < built.numLevels(); level++) {
      layers.add(layer(built, level));
    }
    return new NeighbourGraph(built.entryNode(), 1, layers);
  }

  private static Layer layer(final OnHeapHnswGraph built, final int level) throws IOException {
    final int[] documents = level == 0 ? IntStream.range(0, built.size()).toArray() : sorted(built.getNodesOnLevel(level));
    final int[] starts = new int[documents.length + 1];
    final IntArrayList neighbours = new IntArrayList();
    for (int at = 0; at < documents.length; at++) {
      built.seek(level, documents[at]);
      for (int next = built.nextNeighbor(); next < built.size(); next = built.nextNeighbor()) {
        neighbours.add(next);
      }
      starts[at + 1] = neighbours.size();
    }
    return new Layer(documents, starts, neighbours.toIntArray());
  }

  private static int[] sorted(final HnswGraph.NodesIterator nodes) {
    final int[] documents = new int[nodes.size()];
    nodes.consume(documents);
    IntArrays.quickSort(documents);
    return documents;
  }
}
