package io.labelstream.model.fasttext;

import io.labelstream.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A filter that nearly all absent n-grams fail, and a hash table for the rest. For models whose buckets are too many for {@link MappedNgrams} to stay
 * in the cache. Rows are in the order of their buckets.
 *
 * <pre>
 *  filter:  int64 words; a kept bucket has set three bits of one word (a blocked Bloom filter of 16 bits per bucket)
 *  slot:    | bucket + 1 int32; 0: free | row int32 |
 * </pre>
 */
final class FilteredNgrams implements NgramIndex {
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int FILTER_BITS_PER_BUCKET = 16;
  private static final int SPREAD = 0x9E3779B1;
  private static final long PATTERN_SPREAD = 0xD6E8FEB86659FD93L;

  private final MemorySegment filter;
  private final int filterShift;
  private final MemorySegment slots;
  private final int slotShift;

  private FilteredNgrams(final MemorySegment filter, final int filterShift, final MemorySegment slots, final int slotShift) {
    this.filter = filter;
    this.filterShift = filterShift;
    this.slots = slots;
    this.slotShift = slotShift;
  }

  /** @param kept the buckets that have a row, all different */
  static FilteredNgrams of(final int[] kept, final Arena arena) {
    final int filterBits = filterBits(kept.length);
    final int slotBits = slotBits(kept.length);
    final FilteredNgrams index =
        new FilteredNgrams(
            arena.allocate((long) Long.BYTES << filterBits, Long.BYTES),
            Integer.SIZE - filterBits,
            arena.allocate((long) Long.BYTES << slotBits, Long.BYTES),
            Integer.SIZE - slotBits);
    final int[] sorted = kept.clone();
    Arrays.sort(sorted);
    for (int row = 0; row < sorted.length; row++) {
      index.add(sorted[row], row);
    }
    return index;
  }

  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final int kept) {
    return ((long) Long.BYTES << filterBits(kept)) + ((long) Long.BYTES << slotBits(kept));
  }

  private static int filterBits(final int kept) {
    return bitsFor(Math.max((long) kept * FILTER_BITS_PER_BUCKET / Long.SIZE, 2));
  }

  private static int slotBits(final int kept) {
    return bitsFor(Math.max(kept + kept / 2L, 2));
  }

  private static int bitsFor(final long atLeast) {
    return Long.SIZE - Long.numberOfLeadingZeros(atLeast - 1);
  }

  private void add(final int bucket, final int row) {
    final int spread = bucket * SPREAD;
    final long word = spread >>> filterShift;
    filter.setAtIndex(INT64, word, filter.getAtIndex(INT64, word) | pattern(bucket));
    long slot = spread >>> slotShift;
    while (slots.getAtIndex(INT64, slot) != 0) {
      slot = slot + 1 & lastSlot();
    }
    slots.setAtIndex(INT64, slot, (long) row << Integer.SIZE | bucket + 1L);
  }

  private static long pattern(final int bucket) {
    final long bits = bucket * PATTERN_SPREAD;
    return 1L << (bits >>> 58) | 1L << (bits >>> 52) | 1L << (bits >>> 46);
  }

  private long lastSlot() {
    return (1L << Integer.SIZE - slotShift) - 1;
  }

  @Override
  public int rows(final int[] buckets, final int count, final int[] rows) {
    final long start = Memory.start(filter);
    int candidates = 0;
    for (int index = 0; index < count; index++) {
      final int bucket = buckets[index];
      final long pattern = pattern(bucket);
      // No branch: a kept n-gram is about as likely as a pruned one, which cannot be predicted.
      rows[candidates] = bucket;
      candidates += (Memory.int64(start + Memory.row(bucket * SPREAD >>> filterShift, Long.BYTES)) & pattern) == pattern ? 1 : 0;
    }
    int present = 0;
    for (int index = 0; index < candidates; index++) {
      final long found = find(rows[index]);
      rows[present] = (int) (found >>> Integer.SIZE);
      present += found == 0 ? 0 : 1;
    }
    return present;
  }

  private long find(final int bucket) {
    final long start = Memory.start(slots);
    final int key = bucket + 1;
    long slot = bucket * SPREAD >>> slotShift;
    while (true) {
      final long found = Memory.int64(start + slot * Long.BYTES);
      if ((int) found == key || found == 0) {
        return found;
      }
      slot = slot + 1 & lastSlot();
    }
  }
}
