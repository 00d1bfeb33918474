package io.labelstream.model.labeltree;

import io.labelstream.kernel.Memory;
import io.labelstream.model.FileTables;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.labeltree.ChunkRows.EntryPlace;
import io.labelstream.model.labeltree.file.RowCodes;
import io.labelstream.model.labeltree.file.TreeSections;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tree outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  chunk, 32 bytes:  | scale int64 | first cell int32 | first child int32 | children int32 | least cost float32 | 0 int64 |
 *  cells, blocks and entries: see {@link ChunkRows}
 *  classifier, 8 bytes, of a node:  | bias float32 | step float32 |
 *  place, 8 bytes, of a node:       | target int32 | parent int32 |        target: the node's chunk; for a terminal node -1 - its label
 * </pre>
 *
 * <p>Chunks are numbered in the order of their nodes. The least cost of a chunk is that of a child of which no weight is touched.
 *
 * @param chunks address of the chunks
 * @param cells address of the cells
 * @param blocks address of the blocks
 * @param entryPlace the place of the entries
 * @param entries address of the entries, unless they are in the blocks
 * @param classifiers address of the nodes' classifiers
 * @param places address of the nodes' places
 * @param terminals address of the terminal node of each label, int32
 * @param entryBytes the width of an entry
 * @param chunkCount the number of chunks
 * @param nodeCount the number of nodes
 */
record ChunkedTree(
    long chunks,
    long cells,
    long blocks,
    EntryPlace entryPlace,
    long entries,
    long classifiers,
    long places,
    long terminals,
    int entryBytes,
    int chunkCount,
    int nodeCount) {
  static final int CHUNK_BYTES = 32;
  static final int FIRST_CELL = 8;
  static final int FIRST_CHILD = 12;
  static final int CHILDREN = 16;
  static final int LEAST_COST = 20;
  static final int NODE_BYTES = 8;
  static final int STEP = 4;
  static final int PARENT = 4;

  private static final int ALIGNMENT = 64;

  /** A node's chunk; for a terminal node -1 - its label. */
  int target(final int node) {
    return Memory.int32(Memory.start(places) + Memory.row(node, NODE_BYTES));
  }

  /** The terminal node of a label. */
  int terminal(final int label) {
    return Memory.int32(Memory.start(terminals) + Memory.row(label, Integer.BYTES));
  }

  /** The first child of a chunk's node. */
  int firstChild(final int chunk) {
    return Memory.int32(Memory.start(chunks) + Memory.row(chunk, CHUNK_BYTES) + FIRST_CHILD);
  }

  /** The number of children of a chunk's node. */
  int children(final int chunk) {
    return Memory.int32(Memory.start(chunks) + Memory.row(chunk, CHUNK_BYTES) + CHILDREN);
  }

  /** The node above a node that is not the root. */
  int parent(final int node) {
    return Memory.int32(Memory.start(places) + Memory.row(node, NODE_BYTES) + PARENT);
  }

  /** The bytes of the nodes. */
  static long nodeBytesFor(final StoredTree tree) {
    return 2L * NODE_BYTES * tree.shape().nodes() + (long) CHUNK_BYTES * tree.chunks() + (long) Integer.BYTES * tree.shape().labels();
  }

  /** The bytes of the cells and blocks. */
  static long weightBytesFor(final StoredTree tree, final EntryPlace place) {
    return ChunkRows.CELL_BYTES * tree.cells() + tree.blockBytes(place);
  }

  /** Builds the tree in {@code arena}. */
  static ChunkedTree of(final StoredTree tree, final int features, final Link link, final FileTables tables, final Arena arena)
      throws ModelRefusedException {
    final TreeShape shape = tree.shape();
    final TreeSections sections = tree.sections();
    final MemorySegment chunks = arena.allocate((long) CHUNK_BYTES * tree.chunks(), ALIGNMENT);
    final MemorySegment classifiers = arena.allocate((long) NODE_BYTES * shape.nodes(), ALIGNMENT);
    final MemorySegment places = arena.allocate((long) NODE_BYTES * shape.nodes(), ALIGNMENT);
    final MemorySegment terminals = arena.allocate((long) Integer.BYTES * shape.labels(), ALIGNMENT);
    final EntryPlace place = tree.entryPlace(tables);
    final WeightBuilder weights = new WeightBuilder(tree, place, arena);
    final RowCodes.Reader reader = new RowCodes.Reader(sections, tree.name(), features);
    final ChunkRows rows = new ChunkRows(features);
    int chunk = 0;
    for (int node = 0; node < shape.nodes(); node++) {
      final long at = (long) NODE_BYTES * node;
      classifiers.set(LittleEndian.FLOAT32, at, sections.biases()[node]);
      classifiers.set(LittleEndian.FLOAT32, at + STEP, sections.steps().length > 0 ? sections.steps()[node] : 1f);
      if (shape.childCount(node) == 0) {
        places.set(LittleEndian.INT32, at, -1 - shape.label(node));
        terminals.set(LittleEndian.INT32, (long) Integer.BYTES * shape.label(node), node);
        continue;
      }
      for (int child = 0; child < shape.childCount(node); child++) {
        places.set(LittleEndian.INT32, (long) NODE_BYTES * (shape.firstChild(node) + child) + PARENT, node);
      }
      rows.read(reader, shape.childCount(node));
      places.set(LittleEndian.INT32, at, chunk);
      final long start = (long) CHUNK_BYTES * chunk++;
      chunks.set(LittleEndian.INT64, start, rows.scale());
      chunks.set(LittleEndian.INT32, start + FIRST_CELL, weights.add(rows));
      chunks.set(LittleEndian.INT32, start + FIRST_CHILD, shape.firstChild(node));
      chunks.set(LittleEndian.INT32, start + CHILDREN, shape.childCount(node));
      chunks.set(LittleEndian.FLOAT32, start + LEAST_COST, leastCost(shape, node, sections.biases(), link));
    }
    return new ChunkedTree(
        Memory.start(chunks), Memory.start(weights.cells), Memory.start(weights.blocks), place,
        place == EntryPlace.FILE ? Memory.start(tables.serve(sections.entries(), 1, arena)) : 0, Memory.start(classifiers), Memory.start(places),
        Memory.start(terminals), sections.entryBytes(), chunk, shape.nodes());
  }

  /** Lays out the weights of one chunk after the other. */
  private static final class WeightBuilder {
    private final MemorySegment entries;
    private final int entryBytes;
    private final EntryPlace place;
    private final MemorySegment cells;
    private final MemorySegment blocks;
    private int firstCell;
    private long block;
    private int entry;

    WeightBuilder(final StoredTree tree, final EntryPlace place, final Arena arena) {
      this.entries = tree.sections().entries();
      this.entryBytes = tree.sections().entryBytes();
      this.place = place;
      this.cells = arena.allocate(ChunkRows.CELL_BYTES * tree.cells(), ALIGNMENT);
      this.blocks = arena.allocate(tree.blockBytes(place), ALIGNMENT);
    }

    /** Adds a chunk, and returns the number of its first cell. */
    int add(final ChunkRows rows) {
      for (int row = 0; row < rows.count(); ) {
        final int end = rows.endOfCell(row);
        addCell(rows, row, end);
        row = end;
      }
      final int first = firstCell;
      firstCell += rows.cells();
      return first;
    }

    private void addCell(final ChunkRows rows, final int first, final int end) {
      final int firstEntry = rows.firstEntry(first);
      int known = 0;
      blocks.set(LittleEndian.INT16, block, (short) (end - first));
      blocks.set(LittleEndian.INT16, block + ChunkRows.FIRST_FEATURE, (short) rows.feature(first));
      long at = block + place.headerBytes();
      for (int row = first; row < end; row++) {
        known |= 1 << ChunkRows.place(rows.feature(row) * rows.scale());
        blocks.set(LittleEndian.INT16, at, (short) (rows.feature(row) - rows.feature(first)));
        blocks.set(LittleEndian.INT16, at + ChunkRows.ROW_END, (short) (rows.firstEntry(row + 1) - firstEntry));
        at += ChunkRows.ROW_BYTES;
      }
      final int count = rows.firstEntry(end) - firstEntry;
      if (place == EntryPlace.FILE) {
        blocks.set(LittleEndian.INT32, block + ChunkRows.FIRST_ENTRY, entry);
      } else {
        MemorySegment.copy(entries, (long) entry * entryBytes, blocks, at, (long) count * entryBytes);
      }
      entry += count;
      final long cell = ChunkRows.CELL_BYTES * (firstCell + ChunkRows.cell(rows.feature(first) * rows.scale()));
      cells.set(LittleEndian.INT32, cell, known);
      cells.set(LittleEndian.INT32, cell + ChunkRows.BLOCK, (int) (block / ChunkRows.UNIT));
      block += place.blockBytes(end - first, count, entryBytes);
    }
  }

  private static float leastCost(final TreeShape shape, final int node, final float[] biases, final Link link) {
    float least = Float.POSITIVE_INFINITY;
    for (int child = shape.firstChild(node); child < shape.firstChild(node) + shape.childCount(node); child++) {
      least = Math.min(least, link.cost(biases[child]));
    }
    return least;
  }
}
