package io.labelstream.train.fasttext;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A growing sequence of int32: an array while it is short, and then blocks outside the heap, so that growing copies nothing and {@link #moveTo} needs hardly
 * more memory than the sequence itself. For one thread.
 */
final class IntSequence implements AutoCloseable {
  /** The number of elements of the longest sequence in an array, and of a block: 8 MiB. */
  private static final int BLOCK = 1 << 21;

  private static final int FIRST_ARRAY = 1 << 12;

  /** A block in an arena of its own, so that it can be freed by itself. */
  private record Block(Arena arena, MemorySegment ints) {}

  private final Deque<Block> blocks = new ArrayDeque<>();
  /** The elements that are not yet in a block: they come one by one, and storing into an array is compiled early and to little code. */
  private int[] last = new int[FIRST_ARRAY];
  private int used;

  /** The number of elements. */
  long size() {
    return (long) blocks.size() * BLOCK + used;
  }

  void add(final int value) {
    if (used == last.length) {
      makeRoom();
    }
    last[used++] = value;
  }

  void add(final int[] values, final int from, final int count) {
    int at = from;
    final int end = from + count;
    while (at < end) {
      if (used == last.length) {
        makeRoom();
      }
      final int fits = Math.min(end - at, last.length - used);
      System.arraycopy(values, at, last, used, fits);
      used += fits;
      at += fits;
    }
  }

  /** Widens a full array, or moves its elements into a block. */
  private void makeRoom() {
    if (used < BLOCK) {
      last = Arrays.copyOf(last, 2 * used);
    } else {
      final Arena arena = Arena.ofConfined();
      blocks.add(new Block(arena, arena.allocateFrom(ValueLayout.JAVA_INT, last)));
      used = 0;
    }
  }

  /** The sequence as a whole, in {@code arena} if it is too long for an array; the sequence is empty and closed afterwards. */
  Ints moveTo(final Arena arena) {
    final Ints whole = blocks.isEmpty() ? new Ints.InArray(last, used) : new Ints.InMemory(joined(arena));
    close();
    return whole;
  }

  private MemorySegment joined(final Arena arena) {
    final MemorySegment whole = arena.allocate(size() * Integer.BYTES, Integer.BYTES);
    long at = 0;
    while (!blocks.isEmpty()) {
      final Block block = blocks.remove();
      MemorySegment.copy(block.ints(), 0, whole, at, block.ints().byteSize());
      at += block.ints().byteSize();
      block.arena().close();
    }
    MemorySegment.copy(last, 0, whole, ValueLayout.JAVA_INT, at, used);
    return whole;
  }

  @Override
  public void close() {
    blocks.forEach(block -> block.arena().close());
    blocks.clear();
    last = new int[FIRST_ARRAY];
    used = 0;
  }
}
