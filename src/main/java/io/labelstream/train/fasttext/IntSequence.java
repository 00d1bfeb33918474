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
  private static final int PENDING = 1 << 12;

  /** A block with a life of its own. */
  private record Block(Arena arena, MemorySegment ints) {}

  private final Deque<Block> blocks = new ArrayDeque<>();
  /** What is not in a block yet: elements come one by one, and storing into an array is compiled soon and small. */
  private final int[] pending = new int[PENDING];
  private MemorySegment last = MemorySegment.NULL;
  private int used = BLOCK;
  private int waiting;

  /** How many elements there are. */
  long size() {
    return (long) blocks.size() * BLOCK - (BLOCK - used) + waiting;
  }

  void add(final int value) {
    if (waiting == PENDING) {
      flush();
    }
    pending[waiting++] = value;
  }

  void add(final int[] values, final int from, final int count) {
    int at = from;
    final int end = from + count;
    while (at < end) {
      if (waiting == PENDING) {
        flush();
      }
      final int fits = Math.min(end - at, PENDING - waiting);
      System.arraycopy(values, at, pending, waiting, fits);
      waiting += fits;
      at += fits;
    }
  }

  /** Moves what is pending into a block: blocks are whole multiples of it. */
  private void flush() {
    if (used == BLOCK) {
      final Arena arena = Arena.ofConfined();
      last = arena.allocate((long) BLOCK * Integer.BYTES, Integer.BYTES);
      blocks.add(new Block(arena, last));
      used = 0;
    }
    MemorySegment.copy(pending, 0, last, ValueLayout.JAVA_INT, (long) used * Integer.BYTES, waiting);
    used += waiting;
    waiting = 0;
  }

  /** The sequence as one segment of {@code arena}; the sequence is empty and closed afterwards. */
  MemorySegment moveTo(final Arena arena) {
    final long bytes = size() * Integer.BYTES;
    final MemorySegment whole = arena.allocate(bytes, Integer.BYTES);
    if (waiting > 0) {
      flush();
    }
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
    waiting = 0;
  }
}
