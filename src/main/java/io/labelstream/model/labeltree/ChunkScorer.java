package io.labelstream.model.labeltree;

import io.labelstream.kernel.Memory;
import io.labelstream.model.labeltree.ChunkRows.EntryPlace;
import io.labelstream.model.labeltree.file.TreeSections;
import java.util.Arrays;

/**
 * Scores the children of a node for one text: the features of the text are looked up once in the chunk, and the rows found are added up for all children.
 * Scratch memory of a session.
 *
 * <p>Sums are in the order of the text's features, which ascend.
 */
final class ChunkScorer implements NodeScorer {
  private final ChunkedTree tree;
  private final Link link;
  private final float[] sums = new float[TreeShape.MOST_CHILDREN];
  private final long[] touched = new long[TreeShape.MOST_CHILDREN / Long.SIZE];
  private final long[] keys = new long[TreeShape.MOST_CHILDREN];
  private int[] features = new int[0];
  private float[] values = new float[0];
  /**
   * Of each row that was found the address of its first entry, the first two bytes there, the number of its entries, and the feature's place among those of the
   * text. The bytes are read while other rows are looked up, so that their latencies overlap.
   */
  private long[] foundRows = new long[0];
  private int[] firstEntries = new int[0];
  private int[] foundCounts = new int[0];
  private int[] foundFeatures = new int[0];
  private int count;
  private long chunksScored;
  private long nodesScored;
  private long weightsAdded;

  ChunkScorer(final ChunkedTree tree, final Link link) {
    this.tree = tree;
    this.link = link;
  }

  /** Takes the features of the next text. */
  void take(final FeatureVector vector) {
    features = vector.features();
    values = vector.values();
    count = vector.count();
    if (foundRows.length < features.length) {
      foundRows = new long[features.length];
      foundCounts = new int[features.length];
      firstEntries = new int[features.length];
      foundFeatures = new int[features.length];
    }
  }

  SearchEffort effort() {
    return new SearchEffort(chunksScored, nodesScored, weightsAdded);
  }

  @Override
  public long[] keys() {
    return keys;
  }

  @Override
  public int score(final int chunk, final float cost, final long bar) {
    final long at = tree.chunks() + Memory.row(chunk, ChunkedTree.CHUNK_BYTES);
    final int children = Memory.int32(at + ChunkedTree.CHILDREN);
    final int firstChild = Memory.int32(at + ChunkedTree.FIRST_CHILD);
    final float barCost = SearchKey.cost(bar);
    chunksScored++;
    nodesScored += children;
    final int found = lookUp(at);
    if (cost + Memory.float32(at + ChunkedTree.LEAST_COST) > barCost) {
      touch(found);
      add(found);
      return keysOfTouched(firstChild, children, cost, bar);
    }
    add(found);
    return keysOfAll(firstChild, children, cost, bar);
  }

  /** Computes the margins of a node's children. */
  void margins(final int chunk, final float[] out, final int from) {
    final long at = tree.chunks() + Memory.row(chunk, ChunkedTree.CHUNK_BYTES);
    final int children = Memory.int32(at + ChunkedTree.CHILDREN);
    chunksScored++;
    nodesScored += children;
    add(lookUp(at));
    for (int child = 0; child < children; child++) {
      out[from + child] = margin(tree.firstChild(chunk), child);
    }
    Arrays.fill(sums, 0, children, 0f);
  }

  /** Finds the rows of the text's features in a chunk; returns how many there are. */
  private int lookUp(final long chunk) {
    final long scale = Memory.int64(chunk);
    final long cells = Memory.start(tree.cells()) + Memory.row(Memory.int32(chunk + ChunkedTree.FIRST_CELL), ChunkRows.CELL_BYTES);
    final int[] wanted = features;
    final int[] found = foundFeatures;
    final long blocks = Memory.start(tree.blocks());
    final long[] rows = foundRows;
    final int[] counts = foundCounts;
    final int[] firsts = firstEntries;
    final int entryBytes = tree.entryBytes();
    final int headerBytes = tree.entryPlace().headerBytes();
    final boolean areInBlocks = tree.entryPlace() == EntryPlace.BLOCK;
    final long fileEntries = Memory.start(tree.entries());
    int maybe = 0;
    for (int index = 0; index < count; index++) {
      final long product = wanted[index] * scale;
      final long cell = Memory.int64(cells + (ChunkRows.cell(product) << 3));
      final int place = ChunkRows.place(product);
      found[maybe] = index;
      rows[maybe] = cell & ~0xFFFF_FFFFL | Integer.bitCount((int) cell & (1 << place) - 1);
      maybe += (int) cell >>> place & 1;
    }
    int sure = 0;
    for (int index = 0; index < maybe; index++) {
      final long block = blocks + ((rows[index] >>> Integer.SIZE) << 2);
      final int header = Memory.int32(block);
      final int key = wanted[found[index]] - (header >>> Short.SIZE) & 0xFFFF;
      final long first = block + headerBytes;
      final long last = first + ((long) (header & 0xFFFF) << 2) - ChunkRows.ROW_BYTES;
      long row = first + ((rows[index] & 0xFFFF_FFFFL) << 2);
      int known = Memory.int16(row) & 0xFFFF;
      while (known < key && row < last) {
        row += ChunkRows.ROW_BYTES;
        known = Memory.int16(row) & 0xFFFF;
      }
      final int firstEntry = row == first ? 0 : Memory.int16(row - ChunkRows.ROW_END) & 0xFFFF;
      final long entries = areInBlocks
          ? last + ChunkRows.ROW_BYTES + (long) firstEntry * entryBytes
          : fileEntries + Memory.row(Memory.int32(block + ChunkRows.FIRST_ENTRY) + firstEntry, entryBytes);
      rows[sure] = entries;
      if (areInBlocks) {
        firsts[sure] = Memory.int16(entries);
      }
      counts[sure] = (Memory.int16(row + ChunkRows.ROW_END) & 0xFFFF) - firstEntry;
      found[sure] = found[index];
      sure += known == key ? 1 : 0;
    }
    if (!areInBlocks) {
      for (int index = 0; index < sure; index++) {
        firsts[index] = Memory.int16(Memory.start(rows[index]));
      }
    }
    return sure;
  }

  private void add(final int found) {
    if (tree.entryBytes() == TreeSections.STEP_ENTRY) {
      addSteps(found);
    } else {
      addHalves(found);
    }
  }

  private void addSteps(final int found) {
    final float[] out = sums;
    for (int index = 0; index < found; index++) {
      final float value = values[foundFeatures[index]];
      final long first = Memory.start(foundRows[index]);
      final int entries = foundCounts[index];
      weightsAdded += entries;
      final int firstPair = firstEntries[index];
      out[firstPair & 0xFF] += value * (firstPair >> Byte.SIZE);
      for (int entry = 1; entry < entries; entry++) {
        final int pair = Memory.int16(first + Memory.row(entry, TreeSections.STEP_ENTRY));
        out[pair & 0xFF] += value * (pair >> Byte.SIZE);
      }
    }
  }

  private void addHalves(final int found) {
    final float[] out = sums;
    for (int index = 0; index < found; index++) {
      final float value = values[foundFeatures[index]];
      final long first = Memory.start(foundRows[index]);
      final int entries = foundCounts[index];
      weightsAdded += entries;
      for (int entry = 0; entry < entries; entry++) {
        final long at = first + Memory.row(entry, TreeSections.HALF_ENTRY);
        out[Memory.int8(at) & 0xFF] += value * Float.float16ToFloat(Memory.int16(at + 1));
      }
    }
  }

  /** Marks the children with an entry in a row that was found. */
  private void touch(final int found) {
    final long[] marks = touched;
    final int width = tree.entryBytes();
    for (int index = 0; index < found; index++) {
      final long first = Memory.start(foundRows[index]);
      for (int entry = 0; entry < foundCounts[index]; entry++) {
        final int child = Memory.int8(first + Memory.row(entry, width)) & 0xFF;
        marks[child >> 6] |= 1L << child;
      }
    }
  }

  private int keysOfAll(final int firstChild, final int children, final float cost, final long bar) {
    int kept = 0;
    for (int child = 0; child < children; child++) {
      keys[kept] = key(firstChild, child, cost, bar);
      kept += keys[kept] < bar ? 1 : 0;
    }
    Arrays.fill(sums, 0, children, 0f);
    return kept;
  }

  private int keysOfTouched(final int firstChild, final int children, final float cost, final long bar) {
    int kept = 0;
    for (int word = 0; word < touched.length; word++) {
      for (long marks = touched[word]; marks != 0; marks &= marks - 1) {
        final int child = (word << 6) + Long.numberOfTrailingZeros(marks);
        if (child >= children) {
          // Somebody has changed the file whose pages these entries are. There is no such child, and what is behind the last one is anybody's.
          break;
        }
        keys[kept] = key(firstChild, child, cost, bar);
        kept += keys[kept] < bar ? 1 : 0;
        sums[child] = 0f;
      }
      touched[word] = 0;
    }
    return kept;
  }

  /** The key of a child, or one that is not less than the bar. */
  private long key(final int firstChild, final int child, final float cost, final long bar) {
    final float margin = margin(firstChild, child);
    if (cost + link.leastCost(margin) > SearchKey.cost(bar)) {
      return bar;
    }
    return SearchKey.of(cost + link.cost(margin), firstChild + child);
  }

  private float margin(final int firstChild, final int child) {
    final long node = Memory.start(tree.classifiers()) + Memory.row(firstChild + child, ChunkedTree.NODE_BYTES);
    return sums[child] * Memory.float32(node + ChunkedTree.STEP) + Memory.float32(node);
  }
}
