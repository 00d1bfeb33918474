package io.labelstream.model.encoder.search;

import io.labelstream.kernel.ByteRowKernels;
import io.labelstream.model.Predictions;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
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
  private final NearestDocuments nearest = new NearestDocuments();
  private final LongHeapPriorityQueue open = new LongHeapPriorityQueue();
  private final VisitedDocuments visited;
  private int[] products = new int[ROWS_AT_ONCE];
  private int[] nodes = new int[ROWS_AT_ONCE];
  private int[] documents = new int[ROWS_AT_ONCE];
  private long[] found = new long[16];

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
   * @param vector of unit length, or all zeros for a text of which nothing is known, which is near to no document
   * @param predictions empty
   */
  public void search(final float[] vector, final Predictions predictions) {
    final float scale = stepsOf(vector);
    if (scale == 0) {
      return;
    }
    final int most = Math.min(predictions.capacity(), table.count());
    if (graph == null) {
      compareAll(most);
    } else {
      follow(graph, most);
    }
    append(most, scale * table.scale(), predictions);
  }

  /** Turns a vector into steps, and returns the size of a step. */
  private float stepsOf(final float[] vector) {
    float greatest = 0;
    for (int at = 0; at < table.dimensions(); at++) {
      greatest = Math.max(greatest, Math.abs(vector[at]));
    }
    final float perUnit = greatest == 0 ? 0 : ByteRowKernels.MOST / greatest;
    for (int at = 0; at < table.dimensions(); at++) {
      steps[at] = (short) Math.round(vector[at] * perUnit);
    }
    return greatest / ByteRowKernels.MOST;
  }

  private void compareAll(final int most) {
    nearest.clear(most);
    for (int from = 0; from < table.count(); from += ROWS_AT_ONCE) {
      final int count = Math.min(ROWS_AT_ONCE, table.count() - from);
      kernels.dots(rows + (long) from * table.rowBytes(), table.rowBytes(), count, steps, products);
      int least = NearestDocuments.product(nearest.least());
      for (int at = 0; at < count; at++) {
        // Later documents lose against equally near ones.
        if (products[at] > least) {
          nearest.add(NearestDocuments.key(products[at], from + at));
          least = NearestDocuments.product(nearest.least());
        }
      }
    }
  }

  private void follow(final GraphTable layers, final int most) {
    int node = layers.entry();
    for (int at = layers.layers() - 1; at > 0; at--) {
      node = layers.layer(at).below(nearestNode(layers.layer(at), node));
    }
    nearest.clear(Math.max(most, layers.effort()));
    open.clear();
    visited.clear();
    visited.isNew(node);
    documents[0] = node;
    compare(1);
    final GraphTable.Nodes all = layers.layer(0);
    while (!open.isEmpty()) {
      // Keys are turned over in this queue, whose first is the least.
      final long key = ~open.dequeueLong();
      if (key < nearest.least()) {
        break;
      }
      final int document = NearestDocuments.document(key);
      final int end = all.start(document + 1);
      int count = 0;
      for (int place = all.start(document); place < end; place++) {
        final int neighbour = all.neighbour(place);
        if (visited.isNew(neighbour)) {
          documents = count < documents.length ? documents : IntArrays.grow(documents, count + 1);
          documents[count++] = neighbour;
        }
      }
      compare(count);
    }
  }

  /** Keeps those of the first documents that are near enough, and goes on from them. */
  private void compare(final int count) {
    products = IntArrays.grow(products, count, 0);
    kernels.dots(rows, table.rowBytes(), documents, count, steps, products);
    for (int at = 0; at < count; at++) {
      final long key = NearestDocuments.key(products[at], documents[at]);
      if (key > nearest.least()) {
        nearest.add(key);
        open.enqueue(~key);
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

  private void append(final int most, final float unit, final Predictions predictions) {
    final int count = Math.min(nearest.count(), most);
    while (nearest.count() > count) {
      nearest.poll();
    }
    found = LongArrays.grow(found, count, 0);
    for (int at = count - 1; at >= 0; at--) {
      found[at] = nearest.poll();
    }
    for (int at = 0; at < count; at++) {
      final float cosine = Math.min(NearestDocuments.product(found[at]) * unit, 1f);
      if (cosine < predictions.threshold()) {
        break;
      }
      predictions.append(NearestDocuments.document(found[at]), cosine);
    }
  }
}
