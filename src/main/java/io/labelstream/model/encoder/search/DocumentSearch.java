package io.labelstream.model.encoder.search;

import io.labelstream.kernel.ByteRowKernels;
import io.labelstream.model.LeastKeys;
import io.labelstream.model.Predictions;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents nearest to a vector, in one thread: by the graph if there is one, else by comparing all. The vector becomes whole steps too, so that all
 * comparisons are of whole numbers: the same documents come out on every machine. Of equally near documents the one with the lower number comes first.
 *
 * <p>Not thread-safe. Nothing is allocated once the scratch memory has grown to what searches need. The caller keeps the memory of the tables alive.
 */
public final class DocumentSearch {
  private static final int ROWS_AT_ONCE = 512;

  private final ByteRowKernels kernels = ByteRowKernels.best();
  private final DocumentTable table;
  private final long rows;
  private final @Nullable GraphTable graph;
  private final short[] steps;
  private final LeastKeys nearest = new LeastKeys();
  /** Documents whose neighbours have not been looked at. */
  private final LongHeapPriorityQueue open = new LongHeapPriorityQueue();
  private final VisitedDocuments visited;
  private int[] products = new int[ROWS_AT_ONCE];
  private int[] nodes = new int[ROWS_AT_ONCE];
  private int[] documents = new int[ROWS_AT_ONCE];

  DocumentSearch(final DocumentTable table, final Optional<GraphTable> graph) {
    this.table = table;
    this.rows = table.rows().address();
    this.graph = graph.orElse(null);
    this.steps = new short[table.rowBytes()];
    this.visited = new VisitedDocuments(graph.isPresent() ? table.count() : 0);
  }

  /**
   * Appends the nearest documents by their numbers with their cosines, as many as there is room for, without those below the threshold.
   *
   * @param vector finite; nothing is near to one of zeros, as of a text of which nothing is known
   * @param predictions empty
   */
  public void search(final float[] vector, final Predictions predictions) {
    final double length = stepsOf(vector);
    if (length == 0) {
      return;
    }
    final int most = Math.min(predictions.capacity(), table.count());
    if (graph == null) {
      compareAll(most);
    } else {
      follow(graph, most);
    }
    nearest.sort();
    for (int rank = 0; rank < Math.min(most, nearest.count()); rank++) {
      final float cosine = (float) Math.min(product(nearest.key(rank)) * (table.scale() / length), 1);
      if (cosine < predictions.threshold()) {
        break;
      }
      predictions.append(LeastKeys.id(nearest.key(rank)), cosine);
    }
  }

  /** The key of a document by its product: the less, the nearer. */
  private static long key(final int product, final int document) {
    return (long) -product << Integer.SIZE | document;
  }

  private static int product(final long key) {
    return -(int) (key >> Integer.SIZE);
  }

  /** Turns a vector into steps, the greatest of which is {@link ByteRowKernels#MOST}, and returns their length. */
  private double stepsOf(final float[] vector) {
    float greatest = 0;
    for (int at = 0; at < table.dimensions(); at++) {
      greatest = Math.max(greatest, Math.abs(vector[at]));
    }
    if (greatest < Float.MIN_NORMAL) {
      return 0;
    }
    long squares = 0;
    for (int at = 0; at < table.dimensions(); at++) {
      steps[at] = (short) Math.round(vector[at] / greatest * ByteRowKernels.MOST);
      squares += steps[at] * steps[at];
    }
    return Math.sqrt(squares);
  }

  private void compareAll(final int most) {
    nearest.start(most, Long.MAX_VALUE);
    for (int from = 0; from < table.count(); from += ROWS_AT_ONCE) {
      final int count = Math.min(ROWS_AT_ONCE, table.count() - from);
      kernels.dots(rows + (long) from * table.rowBytes(), table.rowBytes(), count, steps, products);
      for (int at = 0; at < count; at++) {
        final long key = key(products[at], from + at);
        if (key < nearest.bar()) {
          nearest.add(key);
        }
      }
    }
  }

  private void follow(final GraphTable layers, final int most) {
    int node = layers.entry();
    for (int at = layers.layers() - 1; at > 0; at--) {
      node = layers.layer(at).below(nearestNode(layers.layer(at), node));
    }
    nearest.start(Math.min(Math.max(most, layers.effort()), table.count()), Long.MAX_VALUE);
    open.clear();
    visited.clear();
    visited.isNew(node);
    documents[0] = node;
    compare(1);
    final GraphTable.Nodes all = layers.layer(0);
    while (!open.isEmpty()) {
      final long key = open.dequeueLong();
      if (key > nearest.bar()) {
        break;
      }
      compare(newNeighbours(all, LeastKeys.id(key)));
    }
  }

  /** Collects the neighbours of a document that the search has not seen, and returns their number. */
  private int newNeighbours(final GraphTable.Nodes all, final int document) {
    final int start = all.start(document);
    final int end = all.start(document + 1);
    documents = IntArrays.grow(documents, end - start, 0);
    int count = 0;
    for (int place = start; place < end; place++) {
      final int neighbour = all.neighbour(place);
      if (visited.isNew(neighbour)) {
        documents[count++] = neighbour;
      }
    }
    return count;
  }

  /** Keeps those of the first {@code count} documents that are near enough, and goes on from them. */
  private void compare(final int count) {
    products = IntArrays.grow(products, count, 0);
    kernels.dots(rows, table.rowBytes(), documents, count, steps, products);
    for (int at = 0; at < count; at++) {
      final long key = key(products[at], documents[at]);
      if (key < nearest.bar()) {
        nearest.add(key);
        open.enqueue(key);
      }
    }
  }

  /** The node of a layer above 0 that is nearer than all its neighbours, found from {@code first} on by going to the nearest neighbour again and again. */
  private int nearestNode(final GraphTable.Nodes layer, final int first) {
    int node = first;
    documents[0] = layer.document(node);
    kernels.dots(rows, table.rowBytes(), documents, 1, steps, products);
    int best = products[0];
    for (boolean nearer = true; nearer; ) {
      final int start = layer.start(node);
      final int count = layer.start(node + 1) - start;
      nodes = IntArrays.grow(nodes, count, 0);
      documents = IntArrays.grow(documents, count, 0);
      products = IntArrays.grow(products, count, 0);
      for (int at = 0; at < count; at++) {
        nodes[at] = layer.neighbour(start + at);
        documents[at] = layer.document(nodes[at]);
      }
      kernels.dots(rows, table.rowBytes(), documents, count, steps, products);
      nearer = false;
      for (int at = 0; at < count; at++) {
        if (products[at] > best) {
          best = products[at];
          node = nodes[at];
          nearer = true;
        }
      }
    }
    return node;
  }
}
