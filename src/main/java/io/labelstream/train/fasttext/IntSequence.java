package io.labelstream.train.fasttext;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A growing sequence of int32 outside the heap, in blocks, so that growing copies nothing and {@link #moveTo} holds hardly more than the sequence at once.
 * For one thread.
 */
final class IntSequence implements AutoCloseable {
  private static final int BLOCK = 1 << 18;

  /** A block with a life of its own. */
  private record Block(Arena arena, MemorySegment ints) {}

  private final Deque<Block> blocks = new ArrayDeque<>();
  private MemorySegment last = MemorySegment.NULL;
  private int used = BLOCK;

  /** How many elements there are. */
  long size() {
    return (long) blocks.size() * BLOCK - (BLOCK - used);
  }

  void add(final int value) {
    if (used == BLOCK) {
      grow();
    }
    last.setAtIndex(ValueLayout.JAVA_INT, used++, value);
  }

  void add(final int[] values, final int from, final int count) {
    int at = from;
    final int end = from + count;
    while (at < end) {
      if (used == BLOCK) {
        grow();
      }
      final int fits = Math.min(end - at, BLOCK - used);
      MemorySegment.copy(values, at, last, ValueLayout.JAVA_INT, (long) used * Integer.BYTES, fits);
      used += fits;
      at += fits;
    }
  }

  private void grow() {
    final Arena arena = Arena.ofConfined();
    last = arena.allocate((long) BLOCK * Integer.BYTES, Integer.BYTES);
    blocks.add(new Block(arena, last));
    used = 0;
  }

  /** The sequence as one segment of {@code arena}; the sequence is empty and closed afterwards. */
  MemorySegment moveTo(final Arena arena) {
    final long bytes = size() * Integer.BYTES;
    final MemorySegment whole = arena.allocate(bytes, Integer.BYTES);
    long at = 0;
    while (at < bytes) {
      final Block block = blocks.remove();
      final long fits = Math.min(bytes - at, block.ints().byteSize());
      MemorySegment.copy(block.ints(), 0, whole, at, fits);
      block.arena().close();
      at += fits;
    }
    close();
    return whole;
  }

  @Override
  public void close() {
    blocks.forEach(block -> block.arena().close());
    blocks.clear();
    last = MemorySegment.NULL;
    used = BLOCK;
  }
}
