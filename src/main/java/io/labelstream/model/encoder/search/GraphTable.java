package io.labelstream.model.encoder.search;

import io.labelstream.kernel.Memory;
import io.labelstream.model.encoder.search.NeighbourGraph.Layer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link NeighbourGraph} off the heap. Immutable.
 *
 * <p>A layer is three tables of int32, and a node its place in the layer:
 *
 * <pre>
 *  documents:  of each node the document, and of each node the node in the layer below; not in layer 0, where all three are the same number
 *  starts:     of each node the start of its neighbours, and the end of the last ones
 *  neighbours: nodes
 * </pre>
 */
final class GraphTable {
  private final int entry;
  private final int effort;
  private final List<Nodes> layers;

  private GraphTable(final int entry, final int effort, final List<Nodes> layers) {
    this.entry = entry;
    this.effort = effort;
    this.layers = layers;
  }

  /** A layer by the addresses of its tables. */
  record Nodes(long documents, long below, long starts, long neighbours) {
    /** The document of a node; only above layer 0. */
    int document(final int node) {
      return Memory.int32(Memory.start(documents) + Memory.row(node, Integer.BYTES));
    }

    /** The same document in the layer below; only above layer 0. */
    int below(final int node) {
      return Memory.int32(Memory.start(below) + Memory.row(node, Integer.BYTES));
    }

    int start(final int node) {
      return Memory.int32(Memory.start(starts) + Memory.row(node, Integer.BYTES));
    }

    int neighbour(final int place) {
      return Memory.int32(Memory.start(neighbours) + Memory.row(place, Integer.BYTES));
    }
  }

  static GraphTable of(final NeighbourGraph graph, final Arena arena) {
    final List<Nodes> layers = new ArrayList<>();
    for (int at = 0; at < graph.layers().size(); at++) {
      final Layer layer = graph.layers().get(at);
      final int[] nodes = layer.neighbours().clone();
      final int[] below = at == 0 ? new int[0] : layer.documents().clone();
      if (at > 0) {
        final Layer lower = graph.layers().get(at - 1);
        for (int index = 0; index < nodes.length; index++) {
          nodes[index] = layer.place(nodes[index]);
        }
        for (int index = 0; index < below.length; index++) {
          below[index] = lower.place(below[index]);
        }
      }
      layers.add(new Nodes(copy(at == 0 ? new int[0] : layer.documents(), arena), copy(below, arena), copy(layer.starts(), arena), copy(nodes, arena)));
    }
    return new GraphTable(graph.layers().getLast().place(graph.entry()), graph.effort(), List.copyOf(layers));
  }

  private static long copy(final int[] numbers, final Arena arena) {
    final MemorySegment table = arena.allocate((long) numbers.length * Integer.BYTES, Integer.BYTES);
    MemorySegment.copy(numbers, 0, table, ValueLayout.JAVA_INT, 0, numbers.length);
    return table.address();
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final NeighbourGraph graph) {
    long numbers = -2L * graph.documents();
    for (final Layer layer : graph.layers()) {
      numbers += 2L * layer.documents().length + layer.starts().length + layer.neighbours().length;
    }
    return numbers * Integer.BYTES;
  }

  /** The node of the uppermost layer where a search begins. */
  int entry() {
    return entry;
  }

  int effort() {
    return effort;
  }

  int layers() {
    return layers.size();
  }

  Nodes layer(final int layer) {
    return layers.get(layer);
  }
}
