package io.labelstream.model.labeltree;

import io.labelstream.kernel.Memory;
import io.labelstream.model.SharedText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The terms of a {@link FeatureSpace} by their keys: an open-addressed table outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  slot, 16 bytes:  | key int64 | feature + 1 int32; 0: free | factor float32 |        the number of slots is a power of two
 * </pre>
 *
 * <p>Less than half of the slots are taken, so that nearly all terms are found, or found to be unknown, by reading one slot.
 */
public final class FeatureTable {
  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SLOT_BYTES = 16;
  private static final int FEATURE = 8;
  private static final int FACTOR = 12;
  private static final int ALIGNMENT = 64;
  private static final int FEWEST_SLOT_BITS = 2;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final FeatureSettings settings;
  private final MemorySegment slots;
  private final int shift;
  private final int mask;

  private FeatureTable(final FeatureSettings settings, final MemorySegment slots, final int slotBits) {
    this.settings = settings;
    this.slots = slots;
    this.shift = Long.SIZE - slotBits;
    this.mask = (1 << slotBits) - 1;
  }

  /** Builds the table in {@code arena}. */
  public static FeatureTable of(final FeatureSpace space, final Arena arena) {
    final MemorySegment slots = arena.allocate(bytesFor(space.size()), ALIGNMENT);
    final FeatureTable table = new FeatureTable(space.settings(), slots, slotBits(space.size()));
    for (int feature = 0; feature < space.size(); feature++) {
      table.put(space.keys()[feature], feature, space.factors()[feature]);
    }
    return table;
  }

  /** The bytes that {@link #of} allocates for a space of so many features. */
  public static long bytesFor(final int features) {
    return (long) SLOT_BYTES << slotBits(features);
  }

  private static int slotBits(final int features) {
    return Math.max(Long.SIZE - Long.numberOfLeadingZeros(2L * features), FEWEST_SLOT_BITS);
  }

  private void put(final long key, final int feature, final float factor) {
    int slot = slot(key);
    while (slots.get(INT32, (long) slot * SLOT_BYTES + FEATURE) != 0) {
      slot = slot + 1 & mask;
    }
    final long at = (long) slot * SLOT_BYTES;
    slots.set(INT64, at, key);
    slots.set(INT32, at + FEATURE, feature + 1);
    slots.set(FLOAT32, at + FACTOR, factor);
  }

  /** The first slot to search for a key: indexes and buckets need to be spread. */
  private int slot(final long key) {
    return (int) (key * SPREAD >>> shift);
  }

  /** Finds the features of a text. Allocates nothing once the longest text has been seen. */
  public void fill(final SharedText text, final FeatureVector vector) {
    final TermList terms = text.features(settings.terms());
    final int count = terms.count();
    final long[] keys = terms.keys();
    final float[] values = terms.values();
    final long start = Memory.start(slots);
    vector.clear(count);
    for (int term = 0; term < count; term++) {
      final long key = keys[term];
      int slot = slot(key);
      long at = start + Memory.row(slot, SLOT_BYTES);
      int found = Memory.int32(at + FEATURE);
      while (found != 0 && Memory.int64(at) != key) {
        slot = slot + 1 & mask;
        at = start + Memory.row(slot, SLOT_BYTES);
        found = Memory.int32(at + FEATURE);
      }
      if (found != 0) {
        vector.add(found - 1, values[term] * Memory.float32(at + FACTOR));
      }
    }
    vector.finish(settings.weighting());
  }
}
