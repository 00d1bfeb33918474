package io.labelstream.model.labeltree.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Codes the rows of chunks: which features some child of a node weighs, and how many of the children do. Features that are spread at random take at most 0.1
 * bits more than the fewest that any code needs.
 *
 * <pre>
 *  stream:  the chunks one after the other, bits from the highest of a byte on, then zeros up to a whole byte
 *  chunk:   | rows + 1: gamma | row ... |
 *  row:     | gap | entries: gamma |               entries from 1 on; features ascend
 *
 *  gamma of n, from 1 on:  | z zeros | n in z + 1 bits |         with z = floor(log2(n))
 *  gap of a feature f:     | g / 2^b zeros | 1 | g % 2^b in b bits |
 *                          with g = f - feature before - 1, -1 before the first, and 2^b the greatest power of two up to max(1, 0.7 * features / rows)
 * </pre>
 */
public final class RowCodes {
  private static final int MOST_ZEROS = Integer.SIZE - 1;

  private RowCodes() {}

  private static int gapBits(final int features, final int rows) {
    final long typical = Math.max(1, 7L * features / (10L * Math.max(rows, 1)));
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(typical);
  }

  /** Writes a stream. Not thread-safe. */
  public static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int features;
    private long pending;
    private int pendingBits;
    private int gapBits;
    private int before;

    /** @param features the number of all features */
    public Writer(final int features) {
      this.features = features;
    }

    /** Begins a chunk. */
    public void chunk(final int rows) {
      gamma(rows + 1);
      gapBits = gapBits(features, rows);
      before = -1;
    }

    /** Writes the next row of the chunk. */
    public void row(final int feature, final int entries) {
      final int gap = feature - before - 1;
      for (int zeros = gap >>> gapBits; zeros > 0; zeros--) {
        bits(0, 1);
      }
      bits(1, 1);
      bits(gap & (1 << gapBits) - 1, gapBits);
      gamma(entries);
      before = feature;
    }

    private void gamma(final int number) {
      final int zeros = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
      bits(0, zeros);
      bits(number, zeros + 1);
    }

    private void bits(final int value, final int count) {
      pending = pending << count | value;
      pendingBits += count;
      while (pendingBits >= Byte.SIZE) {
        pendingBits -= Byte.SIZE;
        out.write((int) (pending >>> pendingBits));
      }
      pending &= (1L << pendingBits) - 1;
    }

    /** The whole stream. */
    public byte[] finish() {
      if (pendingBits > 0) {
        bits(0, Byte.SIZE - pendingBits);
      }
      return out.toByteArray();
    }
  }

  /** Reads a stream; every step is checked against the bits that are left. Not thread-safe. */
  public static final class Reader {
    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int MOST_BITS_AT_ONCE = Long.SIZE - Byte.SIZE + 1;

    private final MemorySegment codes;
    private final String name;
    private final int features;
    private final long end;
    private long entriesLeft;
    private long position;
    private int gapBits;
    private int feature;
    private int entries;

    /**
     * @param tree has the stream, and the entries of the rows
     * @param name of the tree, for messages
     * @param features the number of all features
     */
    public Reader(final TreeSections tree, final String name, final int features) {
      this.codes = tree.rows();
      this.name = name;
      this.features = features;
      this.end = codes.byteSize() * Byte.SIZE;
      this.entriesLeft = tree.weights();
    }

    /**
     * Begins a chunk, and returns the number of its rows.
     *
     * @throws ModelRefusedException if the stream cannot hold so many
     */
    public int chunk() throws ModelRefusedException {
      final int rows = gamma() - 1;
      // A row takes at least two bits.
      if (rows > features || 2L * rows > end - position) {
        throw new ModelRefusedException(
            ModelDefect.INCONSISTENT, name + " has " + rows + " rows in a chunk, but " + features + " features and " + (end - position) + " bits");
      }
      gapBits = gapBits(features, rows);
      feature = -1;
      return rows;
    }

    /**
     * Reads the next row of the chunk.
     *
     * @param children the number of children of the chunk's node
     * @throws ModelRefusedException if there is none, its feature is beyond the last one, or it has more entries than there are children or entries left
     */
    public void row(final int children) throws ModelRefusedException {
      final long gap = (long) zeros(features) << gapBits | bits(gapBits);
      final long next = feature + 1L + gap;
      if (next >= features) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " has the feature " + next + ", but there are " + features);
      }
      feature = (int) next;
      entries = gamma();
      if (entries > children || entries > entriesLeft) {
        throw new ModelRefusedException(
            ModelDefect.INCONSISTENT, name + " has " + entries + " weights in a row, but " + children + " children and " + entriesLeft + " weights left");
      }
      entriesLeft -= entries;
    }

    /** The feature of the row read last. */
    public int feature() {
      return feature;
    }

    /** The number of entries of the row read last, at least 1. */
    public int entries() {
      return entries;
    }

    /**
     * Refuses a stream that goes on, and entries that are in no row.
     *
     * @throws ModelRefusedException if an entry or anything but up to seven zeros is left
     */
    public void requireEnd() throws ModelRefusedException {
      if (entriesLeft > 0) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " has " + entriesLeft + " weights behind the last row");
      }
      if (end - position >= Byte.SIZE) {
        throw new ModelRefusedException(ModelDefect.TRAILING_BYTES, name + " has " + (end - position) + " bits behind the last row");
      }
      if (window() != 0) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " has bits behind the last row");
      }
    }

    private int gamma() throws ModelRefusedException {
      final int zeros = zeros(MOST_ZEROS);
      if (zeros >= MOST_ZEROS) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " has a number beyond 31 bits");
      }
      return 1 << zeros | bits(zeros);
    }

    /** Steps over zeros and the one behind them, and returns how many zeros there were; some number greater than {@code most} if there are more. */
    private int zeros(final int most) throws ModelRefusedException {
      int count = 0;
      while (true) {
        final int zeros = Math.min(Long.numberOfLeadingZeros(window()), MOST_BITS_AT_ONCE);
        count += zeros;
        if (zeros < MOST_BITS_AT_ONCE) {
          skip(zeros + 1);
          return count;
        }
        skip(zeros);
        if (count > most) {
          return count;
        }
      }
    }

    private int bits(final int count) throws ModelRefusedException {
      // Two shifts: one alone cannot shift out all 64 bits.
      final int bits = (int) (window() >>> 1 >>> Long.SIZE - 1 - count);
      skip(count);
      return bits;
    }

    private void skip(final int bits) throws ModelRefusedException {
      position += bits;
      if (position > end) {
        throw new ModelRefusedException(ModelDefect.TRUNCATED, name + " ends within a row");
      }
    }

    /** The next bits, from the highest on: at least {@link #MOST_BITS_AT_ONCE}, zeros behind the end. */
    private long window() {
      final long at = position >>> 3;
      if (at + Long.BYTES <= codes.byteSize()) {
        return codes.get(INT64, at) << (position & 7);
      }
      long window = 0;
      for (int index = 0; index < Long.BYTES; index++) {
        window = window << Byte.SIZE | (at + index < codes.byteSize() ? codes.get(LittleEndian.INT8, at + index) & 0xFFL : 0);
      }
      return window << (position & 7);
    }
  }
}
