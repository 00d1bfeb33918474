package io.labelstream.kernel;

/**
 * Products of one vector with product-quantised rows, from tables of its products with the centroids. Stateless and thread-safe; nothing allocates.
 *
 * <p>The codes are outside the heap, see {@link Memory}: a byte for each of {@value #GROUP} rows and the first sub-vector, then for the second one, and so on; then
 * come the next rows. A sum goes over the sub-vectors in their order, so that it has the same bits everywhere.
 */
public final class CodeSums {
  /** The rows whose codes are side by side. */
  public static final int GROUP = Long.BYTES;

  /** The centroids of a sub-vector. */
  public static final int CENTROIDS = 256;

  private CodeSums() {}

  /** The bytes of the codes of some rows. */
  public static long bytes(final int rows, final int subvectors) {
    return (long) (rows + GROUP - 1) / GROUP * GROUP * subvectors;
  }

  /** From the start of the codes to that of a row and a sub-vector. */
  public static long offset(final int row, final int subvectors, final int subvector) {
    return (long) (row / GROUP) * GROUP * subvectors + (long) subvector * GROUP + row % GROUP;
  }

  /**
   * Adds up products.
   *
   * @param codes the address of those of the first group
   * @param groups their number
   * @param tables the products with the {@value #CENTROIDS} centroids of the first sub-vector, of the second one, and so on
   * @param out receives the sums, from {@code to} on
   */
  public static void sums(final long codes, final int groups, final int subvectors, final float[] tables, final float[] out, final int to) {
    final long start = Memory.start(codes);
    for (int group = 0; group < groups; group++) {
      sum(start + Memory.row(group, (long) GROUP * subvectors), subvectors, tables, out, to + group * GROUP);
    }
  }

  private static void sum(final long codes, final int subvectors, final float[] tables, final float[] out, final int to) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    int table = 0;
    for (int subvector = 0; subvector < subvectors; subvector++) {
      final long eight = Memory.int64(codes + Memory.row(subvector, GROUP));
      sum0 += tables[table + (int) (eight & 0xFF)];
      sum1 += tables[table + (int) (eight >>> 8 & 0xFF)];
      sum2 += tables[table + (int) (eight >>> 16 & 0xFF)];
      sum3 += tables[table + (int) (eight >>> 24 & 0xFF)];
      sum4 += tables[table + (int) (eight >>> 32 & 0xFF)];
      sum5 += tables[table + (int) (eight >>> 40 & 0xFF)];
      sum6 += tables[table + (int) (eight >>> 48 & 0xFF)];
      sum7 += tables[table + (int) (eight >>> 56)];
      table += CENTROIDS;
    }
    out[to] = sum0;
    out[to + 1] = sum1;
    out[to + 2] = sum2;
    out[to + 3] = sum3;
    out[to + 4] = sum4;
    out[to + 5] = sum5;
    out[to + 6] = sum6;
    out[to + 7] = sum7;
  }
}
