package io.labelstream.model.encoder.search;

import io.labelstream.kernel.Memory;
import io.labelstream.model.FileTables;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
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

  /** Layer 0, which is nearly all of a graph, is served as files have it; the others are laid out in {@code arena}. */
  static GraphTable of(final NeighbourGraph graph, final FileTables tables, final Arena arena) {
    final List<Nodes> layers = new ArrayList<>();
    final Layer all = graph.layers().getFirst();
    layers.add(new Nodes(0, 0, tables.serve(all.starts(), Integer.BYTES, arena).address(), tables.serve(all.neighbours(), Integer.BYTES, arena).address()));
    for (int at = 1; at < graph.layers().size(); at++) {
      final Layer layer = graph.layers().get(at);
      final Layer lower = graph.layers().get(at - 1);
      final MemorySegment below = numbers(layer.documents().length, arena);
      for (int index = 0; index < layer.documents().length; index++) {
        below.setAtIndex(ValueLayout.JAVA_INT, index, lower.place(layer.documents()[index]));
      }
      final MemorySegment neighbours = numbers(layer.neighbourCount(), arena);
      for (long index = 0; index < layer.neighbourCount(); index++) {
        neighbours.setAtIndex(ValueLayout.JAVA_INT, index, layer.place(layer.neighbour(index)));
      }
      final MemorySegment documents = arena.allocateFrom(ValueLayout.JAVA_INT, layer.documents());
      final MemorySegment starts = FileTables.copied().serve(layer.starts(), Integer.BYTES, arena);
      layers.add(new Nodes(documents.address(), below.address(), starts.address(), neighbours.address()));
    }
    return new GraphTable(graph.layers().getLast().place(graph.entry()), graph.effort(), List.copyOf(layers));
  }

  private static MemorySegment numbers(final long count, final Arena arena) {
    return arena.allocate(count * Integer.BYTES, Integer.BYTES);
  }

  /** The memory that {@link #of} takes. */
  static List<Part> memory(final NeighbourGraph graph, final FileTables tables) {
    final Layer all = graph.layers().getFirst();
    final long served = all.starts().byteSize() + all.neighbours().byteSize();
    long laidOut = 0;
    for (final Layer layer : graph.layers().subList(1, graph.layers().size())) {
      laidOut += 2L * layer.documents().length * Integer.BYTES + layer.starts().byteSize() + layer.neighbours().byteSize();
    }
    return tables.kind(all.neighbours()) == Kind.MAPPED
        ? List.of(new Part("graph", Kind.MAPPED, served), new Part("graph, upper layers", Kind.REQUIRED, laidOut))
        : List.of(new Part("graph", Kind.REQUIRED, served + laidOut));
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
