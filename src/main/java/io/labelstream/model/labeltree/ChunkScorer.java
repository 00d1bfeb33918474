package io.labelstream.model.labeltree;

import io.labelstream.kernel.Memory;
import io.labelstream.model.labeltree.file.TreeSections;
import java.util.Arrays;

/**
 * Scores the children of a node for one text: the features of the text are looked up once in the chunk, and the rows found are added up for all children.
 * Scratch memory of a session.
 *
 * <p>Sums are in the order of the text's features, which ascend.
 */
final class ChunkScorer implements NodeScorer {
  private static final long SHORT_BYTES = Short.BYTES;

  private final ChunkedTree tree;
  private final Link link;
  private final float[] sums = new float[TreeShape.MOST_CHILDREN];
  private final long[] touched = new long[TreeShape.MOST_CHILDREN / Long.SIZE];
  private final long[] keys = new long[TreeShape.MOST_CHILDREN];
  private int[] features = new int[0];
  private float[] values = new float[0];
  private int[] foundRows = new int[0];
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
      foundRows = new int[features.length];
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
      addTouching(found);
      return keysOfTouched(firstChild, cost, bar);
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
    final long cells = tree.cells() + Memory.row(Memory.int32(chunk + ChunkedTree.FIRST_CELL), Long.BYTES);
    final int[] wanted = features;
    final int[] rows = foundRows;
    final int[] found = foundFeatures;
    int maybe = 0;
    for (int index = 0; index < count; index++) {
      final long product = wanted[index] * scale;
      final long cell = Memory.int64(cells + (ChunkIndex.cell(product) << 3));
      final int place = ChunkIndex.place(product);
      rows[maybe] = (int) (cell >>> ChunkIndex.PLACES) + Long.bitCount(cell & (1L << place) - 1);
      found[maybe] = index;
      maybe += (int) (cell >>> place) & 1;
    }
    final int firstRow = Memory.int32(chunk + ChunkedTree.FIRST_ROW);
    final int endRow = Memory.int32(chunk + ChunkedTree.CHUNK_BYTES + ChunkedTree.FIRST_ROW);
    int sure = 0;
    for (int index = 0; index < maybe; index++) {
      final int feature = wanted[found[index]];
      int row = firstRow + rows[index];
      int known = feature(row);
      while (known < feature && row + 1 < endRow) {
        row++;
        known = feature(row);
      }
      rows[sure] = row;
      found[sure] = found[index];
      sure += known == feature ? 1 : 0;
    }
    return sure;
  }

  private int feature(final int row) {
    return Memory.int32(tree.rows() + Memory.row(row, ChunkedTree.ROW_BYTES));
  }

  private int firstEntry(final int row) {
    return Memory.int32(tree.rows() + Memory.row(row, ChunkedTree.ROW_BYTES) + Integer.BYTES);
  }

  private void add(final int found) {
    final float[] out = sums;
    final int width = tree.entryBytes();
    for (int index = 0; index < found; index++) {
      final float value = values[foundFeatures[index]];
      final int first = firstEntry(foundRows[index]);
      final int end = firstEntry(foundRows[index] + 1);
      weightsAdded += end - first;
      if (width == TreeSections.STEP_ENTRY) {
        for (int entry = first; entry < end; entry++) {
          final int pair = Memory.int16(tree.entries() + Memory.row(entry, SHORT_BYTES));
          out[pair & 0xFF] += value * (pair >> Byte.SIZE);
        }
      } else {
        for (int entry = first; entry < end; entry++) {
          final long at = tree.entries() + Memory.row(entry, TreeSections.HALF_ENTRY);
          out[Memory.int8(at) & 0xFF] += value * Float.float16ToFloat(Memory.int16(at + 1));
        }
      }
    }
  }

  private void addTouching(final int found) {
    final float[] out = sums;
    final long[] marks = touched;
    final int width = tree.entryBytes();
    for (int index = 0; index < found; index++) {
      final float value = values[foundFeatures[index]];
      final int first = firstEntry(foundRows[index]);
      final int end = firstEntry(foundRows[index] + 1);
      weightsAdded += end - first;
      if (width == TreeSections.STEP_ENTRY) {
        for (int entry = first; entry < end; entry++) {
          final int pair = Memory.int16(tree.entries() + Memory.row(entry, SHORT_BYTES));
          final int child = pair & 0xFF;
          out[child] += value * (pair >> Byte.SIZE);
          marks[child >> 6] |= 1L << child;
        }
      } else {
        for (int entry = first; entry < end; entry++) {
          final long at = tree.entries() + Memory.row(entry, TreeSections.HALF_ENTRY);
          final int child = Memory.int8(at) & 0xFF;
          out[child] += value * Float.float16ToFloat(Memory.int16(at + 1));
          marks[child >> 6] |= 1L << child;
        }
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

  private int keysOfTouched(final int firstChild, final float cost, final long bar) {
    int kept = 0;
    for (int word = 0; word < touched.length; word++) {
      for (long marks = touched[word]; marks != 0; marks &= marks - 1) {
        final int child = (word << 6) + Long.numberOfTrailingZeros(marks);
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
    final long node = tree.nodes() + Memory.row(firstChild + child, ChunkedTree.NODE_BYTES);
    return sums[child] * Memory.float32(node + ChunkedTree.STEP) + Memory.float32(node);
  }
}
