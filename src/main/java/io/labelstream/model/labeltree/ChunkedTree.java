package io.labelstream.model.labeltree;

import io.labelstream.kernel.Memory;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.labeltree.file.RowCodes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tree outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  chunk, 32 bytes:  | scale int64 | first cell int32 | first row int32 | first child int32 | children int32 | least cost float32 | 0 int32 |
 *                    and one more behind the last, with the number of all rows as its first row
 *  row, 8 bytes:     | feature int32 | first entry int32 |                     and one more behind the last, with the number of all entries
 *  node, 16 bytes:   | bias float32 | step float32 | target int32 | parent int32 |
 *                    target: the node's chunk; for a terminal node -1 - its label
 * </pre>
 *
 * <p>Chunks are numbered in the order of their nodes. The least cost of a chunk is that of a child of which no weight is touched.
 *
 * @param chunks address of the chunks
 * @param cells address of the cells, see {@link ChunkIndex}
 * @param rows address of the rows
 * @param entries address of the entries, as in the file
 * @param nodes address of the nodes
 * @param terminals address of the terminal node of each label, int32
 * @param entryBytes the width of an entry
 * @param chunkCount the number of chunks
 * @param nodeCount the number of nodes
 */
record ChunkedTree(
    long chunks, long cells, long rows, long entries, long nodes, long terminals, int entryBytes, int chunkCount, int nodeCount) {
  static final int CHUNK_BYTES = 32;
  static final int FIRST_CELL = 8;
  static final int FIRST_ROW = 12;
  static final int FIRST_CHILD = 16;
  static final int CHILDREN = 20;
  static final int LEAST_COST = 24;
  static final int ROW_BYTES = 8;
  static final int NODE_BYTES = 16;
  static final int STEP = 4;
  static final int TARGET = 8;
  static final int PARENT = 12;

  private static final int ALIGNMENT = 64;

  /** A node's chunk; for a terminal node -1 - its label. */
  int target(final int node) {
    return Memory.int32(nodes + Memory.row(node, NODE_BYTES) + TARGET);
  }

  /** The terminal node of a label. */
  int terminal(final int label) {
    return Memory.int32(terminals + Memory.row(label, Integer.BYTES));
  }

  /** The first child of a chunk's node. */
  int firstChild(final int chunk) {
    return Memory.int32(chunks + Memory.row(chunk, CHUNK_BYTES) + FIRST_CHILD);
  }

  /** The number of children of a chunk's node. */
  int children(final int chunk) {
    return Memory.int32(chunks + Memory.row(chunk, CHUNK_BYTES) + CHILDREN);
  }

  /** The node above a node that is not the root. */
  int parent(final int node) {
    return Memory.int32(nodes + Memory.row(node, NODE_BYTES) + PARENT);
  }

  /** The bytes of the nodes and of what is needed to search them. */
  static long nodeBytesFor(final StoredTree tree) {
    return (long) NODE_BYTES * tree.shape().nodes() + (long) CHUNK_BYTES * (tree.chunks() + 1) + (long) Integer.BYTES * tree.shape().labels();
  }

  /** The bytes of the index from features to entries. */
  static long indexBytesFor(final StoredTree tree) {
    return (long) Long.BYTES * tree.cells() + (long) ROW_BYTES * (tree.rows() + 1);
  }

  /**
   * Builds the tree in {@code arena}.
   *
   * @param entries the tree's entries, in memory that lives as long as the arena
   */
  static ChunkedTree of(final StoredTree tree, final MemorySegment entries, final int features, final Link link, final Arena arena)
      throws ModelRefusedException {
    final TreeShape shape = tree.shape();
    final MemorySegment chunks = arena.allocate((long) CHUNK_BYTES * (tree.chunks() + 1), ALIGNMENT);
    final MemorySegment cells = arena.allocate((long) Long.BYTES * tree.cells(), ALIGNMENT);
    final MemorySegment rows = arena.allocate((long) ROW_BYTES * (tree.rows() + 1), ALIGNMENT);
    final MemorySegment nodes = arena.allocate((long) NODE_BYTES * shape.nodes(), ALIGNMENT);
    final MemorySegment terminals = arena.allocate((long) Integer.BYTES * shape.labels(), ALIGNMENT);
    for (int label = 0; label < shape.labels(); label++) {
      terminals.set(LittleEndian.INT32, (long) Integer.BYTES * label, shape.terminal(label));
    }
    final float[] steps = tree.sections().steps();
    final float[] biases = tree.sections().biases();
    final RowCodes.Reader reader = new RowCodes.Reader(tree.sections().rows(), tree.name(), features);
    int chunk = 0;
    int firstCell = 0;
    int firstRow = 0;
    int entry = 0;
    for (int node = 0; node < shape.nodes(); node++) {
      nodes.set(LittleEndian.FLOAT32, (long) NODE_BYTES * node, biases[node]);
      nodes.set(LittleEndian.FLOAT32, (long) NODE_BYTES * node + STEP, steps.length > 0 ? steps[node] : 1f);
      nodes.set(LittleEndian.INT32, (long) NODE_BYTES * node + TARGET, shape.childCount(node) > 0 ? chunk : -1 - shape.label(node));
      if (shape.childCount(node) > 0) {
        final int rowCount = reader.chunk();
        final int cellCount = ChunkIndex.cells(rowCount, features);
        final long scale = ChunkIndex.scale(cellCount, features);
        final long at = (long) CHUNK_BYTES * chunk++;
        chunks.set(LittleEndian.INT64, at, scale);
        chunks.set(LittleEndian.INT32, at + FIRST_CELL, firstCell);
        chunks.set(LittleEndian.INT32, at + FIRST_ROW, firstRow);
        chunks.set(LittleEndian.INT32, at + FIRST_CHILD, shape.firstChild(node));
        chunks.set(LittleEndian.INT32, at + CHILDREN, shape.childCount(node));
        chunks.set(LittleEndian.FLOAT32, at + LEAST_COST, leastCost(shape, node, biases, link));
        long cell = 0;
        long word = 0;
        for (int row = 0; row < rowCount; row++) {
          reader.row();
          final long product = reader.feature() * scale;
          while (cell < ChunkIndex.cell(product)) {
            cells.set(LittleEndian.INT64, Long.BYTES * (firstCell + cell++), word);
            word = (long) row << ChunkIndex.PLACES;
          }
          word |= 1L << ChunkIndex.place(product);
          rows.set(LittleEndian.INT32, (long) ROW_BYTES * (firstRow + row), reader.feature());
          rows.set(LittleEndian.INT32, (long) ROW_BYTES * (firstRow + row) + Integer.BYTES, entry);
          entry += reader.entries();
        }
        while (cell < cellCount) {
          cells.set(LittleEndian.INT64, Long.BYTES * (firstCell + cell++), word);
          word = (long) rowCount << ChunkIndex.PLACES;
        }
        for (int child = 0; child < shape.childCount(node); child++) {
          nodes.set(LittleEndian.INT32, (long) NODE_BYTES * (shape.firstChild(node) + child) + PARENT, node);
        }
        firstCell += cellCount;
        firstRow += rowCount;
      }
    }
    chunks.set(LittleEndian.INT32, (long) CHUNK_BYTES * chunk + FIRST_ROW, firstRow);
    rows.set(LittleEndian.INT32, (long) ROW_BYTES * firstRow + Integer.BYTES, entry);
    return new ChunkedTree(
        Memory.start(chunks), Memory.start(cells), Memory.start(rows), Memory.start(entries), Memory.start(nodes), Memory.start(terminals),
        tree.sections().entryBytes(), chunk, shape.nodes());
  }

  private static float leastCost(final TreeShape shape, final int node, final float[] biases, final Link link) {
    float least = Float.POSITIVE_INFINITY;
    for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
      least = Math.min(least, link.cost(biases[child]));
    }
    return least;
  }
}
