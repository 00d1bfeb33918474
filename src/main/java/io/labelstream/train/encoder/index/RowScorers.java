package io.labelstream.train.encoder.index;

import io.labelstream.kernel.ByteRowKernels;
import io.labelstream.model.encoder.search.DocumentRows;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/** Tells Lucene how near documents are to each other, by the products that a search will compare. */
final class RowScorers implements RandomVectorScorerSupplier, AutoCloseable {
  private static final int CACHE_LINE = 64;

  private final Arena arena;
  private final MemorySegment table;
  private final int rowBytes;
  private final int count;

  private RowScorers(final Arena arena, final MemorySegment table, final int rowBytes, final int count) {
    this.arena = arena;
    this.table = table;
    this.rowBytes = rowBytes;
    this.count = count;
  }

  static RowScorers of(final DocumentRows rows) {
    final Arena arena = Arena.ofShared();
    final int rowBytes = ByteRowKernels.padded(rows.dimensions());
    final MemorySegment table = arena.allocate((long) rows.count() * rowBytes, CACHE_LINE);
    for (long row = 0; row < rows.count(); row++) {
      MemorySegment.copy(rows.values(), row * rows.dimensions(), table, row * rowBytes, rows.dimensions());
    }
    return new RowScorers(arena, table, rowBytes, rows.count());
  }

  @Override
  public UpdateableRandomVectorScorer scorer() {
    return new Scorer();
  }

  @Override
  public RandomVectorScorerSupplier copy() {
    return this;
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Scores are from 0 to 1, as in Lucene's own comparison of bytes. */
  private final class Scorer implements UpdateableRandomVectorScorer {
    private final ByteRowKernels kernels = ByteRowKernels.best();
    private final short[] document = new short[rowBytes];
    private final int[] one = new int[1];
    private int[] products = new int[1];

    @Override
    public void setScoringOrdinal(final int node) {
      for (int at = 0; at < rowBytes; at++) {
        document[at] = table.get(ValueLayout.JAVA_BYTE, (long) node * rowBytes + at);
      }
    }

    @Override
    public float score(final int node) {
      one[0] = node;
      kernels.dots(table.address(), rowBytes, one, 1, document, products);
      return closeness(products[0]);
    }

    @Override
    public float bulkScore(final int[] nodes, final float[] scores, final int nodeCount) {
      products = IntArrays.grow(products, nodeCount, 0);
      kernels.dots(table.address(), rowBytes, nodes, nodeCount, document, products);
      float best = 0;
      for (int at = 0; at < nodeCount; at++) {
        scores[at] = closeness(products[at]);
        best = Math.max(best, scores[at]);
      }
      return best;
    }

    private float closeness(final int product) {
      return 0.5f + product / ((float) rowBytes * (1 << Short.SIZE - 1));
    }

    @Override
    public int maxOrd() {
      return count;
    }
  }
}
