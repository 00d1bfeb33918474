package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The Huffman tree over labels that hierarchical softmax walks, rebuilt from the labels' training counts exactly as the reference builds it. Immutable
 * and thread-safe.
 *
 * <p>Nodes below {@link #labels()} are leaves and stand for the label of that id; the last node is the root.
 *
 * <pre>
 *  children:  inner node n:  | left child int32 | right child int32 |   at n - labels
 *  parents:   node n:  parent int32; the root has none
 * </pre>
 */
final class HuffmanTree {
  /** The count of a node that does not exist yet: more than any real one. */
  private static final long UNBUILT = 1_000_000_000_000_000L;

  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment children;
  private final MemorySegment parents;
  private final int labels;
  private final int depth;

  private HuffmanTree(final MemorySegment children, final MemorySegment parents, final int labels, final int depth) {
    this.children = children;
    this.parents = parents;
    this.labels = labels;
    this.depth = depth;
  }

  /** @throws ModelRefusedException if the counts are so large that the reference's rule builds no tree */
  static HuffmanTree of(final FastTextVocabulary vocabulary, final Arena arena) throws ModelRefusedException {
    final int labels = vocabulary.labels();
    final long[] counts = new long[2 * labels - 1];
    final int[] depths = new int[2 * labels - 1];
    for (int node = 0; node < counts.length; node++) {
      counts[node] = node < labels ? vocabulary.count(vocabulary.words() + node) : UNBUILT;
    }
    final MemorySegment children = arena.allocate((labels - 1) * 8L, Integer.BYTES);
    final MemorySegment parents = arena.allocate((2L * labels - 1) * Integer.BYTES, Integer.BYTES);
    int leaf = labels - 1;
    int inner = labels;
    for (int node = labels; node < counts.length; node++) {
      counts[node] = 0;
      for (int side = 0; side < 2; side++) {
        final int child = leaf >= 0 && counts[leaf] < (inner < node ? counts[inner] : UNBUILT) ? leaf-- : inner++;
        if (child >= node) {
          throw new ModelRefusedException(ModelDefect.INCONSISTENT, "the labels' counts make no tree: node " + node + " of " + counts.length);
        }
        children.set(INT32, (node - labels) * 8L + side * 4L, child);
        parents.setAtIndex(INT32, child, node);
        counts[node] += counts[child];
        depths[node] = Math.max(depths[node], depths[child] + 1);
      }
    }
    return new HuffmanTree(children, parents, labels, depths[counts.length - 1]);
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final int labels) {
    return (labels - 1) * 8L + (2L * labels - 1) * Integer.BYTES;
  }

  int labels() {
    return labels;
  }

  int root() {
    return 2 * labels - 2;
  }

  /** The most inner nodes between the root and a leaf. */
  int depth() {
    return depth;
  }

  /** Both children of an inner node. */
  long children(final int node) {
    return Memory.int64(Memory.start(children) + Memory.row(node - labels, Long.BYTES));
  }

  /** The left one of an inner node's children. */
  static int left(final long children) {
    return (int) children;
  }

  /** The right one of an inner node's children. */
  static int right(final long children) {
    return (int) (children >>> Integer.SIZE);
  }

  int parent(final int node) {
    return Memory.int32(Memory.start(parents) + Memory.row(node, Integer.BYTES));
  }
}
