package io.labelstream.model.encoder.search;

import io.labelstream.model.FileTables;
import io.labelstream.model.ModelMemory;
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
   * Opens documents.
   *
   * @param graph over these documents; empty: all are compared
   * @param tables the file that rows and graph may be views of
   * @param arena ends their memory
   */
  public static OpenDocuments of(final DocumentRows rows, final Optional<NeighbourGraph> graph, final FileTables tables, final Arena arena) {
    return new OpenDocuments(DocumentTable.of(rows, tables, arena), graph.map(given -> GraphTable.of(given, tables, arena)));
  }

  /** The memory that {@link #of} takes, by purpose. */
  public static List<ModelMemory.Part> memory(final DocumentRows rows, final Optional<NeighbourGraph> graph, final FileTables tables) {
    final List<ModelMemory.Part> parts = new ArrayList<>();
    parts.add(DocumentTable.memory(rows, tables));
    graph.ifPresent(given -> parts.addAll(GraphTable.memory(given, tables)));
    return List.copyOf(parts);
  }

  /** A search for one thread. */
  public DocumentSearch newSearch() {
    return new DocumentSearch(table, graph);
  }
}
