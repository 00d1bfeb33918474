package io.labelstream.model.labeltree;

import io.labelstream.kernel.Memory;
import io.labelstream.model.SharedText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The terms of a {@link FeatureSpace} by their keys: an open-addressed table of features outside the heap. Immutable and thread-safe.
 *
 * <pre>
 *  slot, 4 bytes:                 | low bits: feature + 1; 0: free | other bits: bits of the key's hash |        the number of slots is a power of two
 *  term, 12 bytes, of a feature:  | key int64 | factor float32 |
 * </pre>
 *
 * <p>Less than half of the slots are taken, so that nearly all terms are found, or found to be unknown, by reading one slot. Its bits of the hash tell nearly all
 * other keys apart, so that the keys are hardly read for terms that are unknown.
 */
public final class FeatureTable {
  /** Odd, so that different keys have different hashes. */
  static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SLOT_BYTES = 4;
  private static final int TERM_BYTES = 12;
  private static final int FACTOR = 8;
  private static final int ALIGNMENT = 64;
  private static final int FEWEST_SLOT_BITS = 2;

  private final FeatureSettings settings;
  private final MemorySegment slots;
  private final MemorySegment terms;
  private final int slotShift;
  private final int slotMask;
  private final int featureMask;

  private FeatureTable(final FeatureSettings settings, final MemorySegment slots, final MemorySegment terms, final int features) {
    this.settings = settings;
    this.slots = slots;
    this.terms = terms;
    this.slotShift = Long.SIZE - slotBits(features);
    this.slotMask = (1 << slotBits(features)) - 1;
    this.featureMask = (1 << Integer.SIZE - Integer.numberOfLeadingZeros(features)) - 1;
  }

  /** Builds the table in {@code arena}. */
  public static FeatureTable of(final FeatureSpace space, final Arena arena) {
    final int features = space.size();
    final MemorySegment slots = arena.allocate(slotBytes(features), ALIGNMENT);
    final MemorySegment terms = arena.allocate((long) TERM_BYTES * features, ALIGNMENT);
    final FeatureTable table = new FeatureTable(space.settings(), slots, terms, features);
    for (int feature = 0; feature < features; feature++) {
      table.put(space.keys()[feature], feature, space.factors()[feature]);
    }
    return table;
  }

  /** The bytes that {@link #of} allocates for a space of so many features. */
  public static long bytesFor(final int features) {
    return slotBytes(features) + (long) TERM_BYTES * features;
  }

  private static long slotBytes(final int features) {
    return (long) SLOT_BYTES << slotBits(features);
  }

  private static int slotBits(final int features) {
    return Math.max(Long.SIZE - Long.numberOfLeadingZeros(2L * features), FEWEST_SLOT_BITS);
  }

  private void put(final long key, final int feature, final float factor) {
    final long hash = hash(key);
    int slot = slot(hash);
    while (slots.get(INT32, (long) slot * SLOT_BYTES) != 0) {
      slot = slot + 1 & slotMask;
    }
    slots.set(INT32, (long) slot * SLOT_BYTES, mark(hash) | feature + 1);
    terms.set(INT64, (long) feature * TERM_BYTES, key);
    terms.set(FLOAT32, (long) feature * TERM_BYTES + FACTOR, factor);
  }

  /** Indexes and buckets need to be spread. */
  private static long hash(final long key) {
    return key * SPREAD;
  }

  /** The first slot to search. */
  private int slot(final long hash) {
    return (int) (hash >>> slotShift);
  }

  /** The bits of a hash that are in a slot, which are those behind the slot's number. */
  private int mark(final long hash) {
    return (int) (hash >>> slotShift - Integer.SIZE) & ~featureMask;
  }

  /** Finds the features of a text. Allocates nothing once the longest text has been seen. */
  public void fill(final SharedText text, final FeatureVector vector) {
    final TermList list = text.features(settings.terms());
    final int count = list.count();
    final long[] keys = list.keys();
    final float[] values = list.values();
    final long firstSlot = Memory.start(slots);
    final long firstTerm = Memory.start(terms);
    vector.clear(count);
    for (int index = 0; index < count; index++) {
      final long hash = hash(keys[index]);
      final int mark = mark(hash);
      int slot = slot(hash);
      int found = Memory.int32(firstSlot + Memory.row(slot, SLOT_BYTES));
      long term = firstTerm + Memory.row(feature(found), TERM_BYTES);
      while (found != 0 && ((found & ~featureMask) != mark || Memory.int64(term) != keys[index])) {
        slot = slot + 1 & slotMask;
        found = Memory.int32(firstSlot + Memory.row(slot, SLOT_BYTES));
        term = firstTerm + Memory.row(feature(found), TERM_BYTES);
      }
      if (found != 0) {
        vector.add(feature(found), values[index] * Memory.float32(term + FACTOR));
      }
    }
    vector.finish(settings.weighting());
  }

  private int feature(final int slot) {
    return (slot & featureMask) - 1;
  }
}
