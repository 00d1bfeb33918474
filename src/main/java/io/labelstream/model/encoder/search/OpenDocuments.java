package io.labelstream.model.encoder.search;

import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelMemory.Kind;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Documents off the heap, ready to be searched. Immutable, and shared by all threads. */
public final class OpenDocuments {
  private final DocumentTable table;
  private final Optional<GraphTable> graph;

  private OpenDocuments(final DocumentTable table, final Optional<GraphTable> graph) {
    this.table = table;
    this.graph = graph;
  }

  /**
   * Copies documents.
   *
   * @param graph over these documents; empty: all are compared
   * @param arena ends the copy
   */
  public static OpenDocuments of(final DocumentRows rows, final Optional<NeighbourGraph> graph, final Arena arena) {
    return new OpenDocuments(DocumentTable.of(rows, arena), graph.map(given -> GraphTable.of(given, arena)));
  }

  /** The memory that {@link #of} allocates, by purpose. */
  public static List<ModelMemory.Part> memory(final DocumentRows rows, final Optional<NeighbourGraph> graph) {
    final List<ModelMemory.Part> parts = new ArrayList<>();
    parts.add(new ModelMemory.Part("documents", Kind.REQUIRED, DocumentTable.bytesFor(rows)));
    graph.ifPresent(given -> parts.add(new ModelMemory.Part("graph", Kind.REQUIRED, GraphTable.bytesFor(given))));
    return List.copyOf(parts);
  }

  /** A search for one thread. */
  public DocumentSearch newSearch() {
    return new DocumentSearch(table, graph);
  }
}
