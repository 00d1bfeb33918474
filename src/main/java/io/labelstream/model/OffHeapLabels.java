package io.labelstream.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * The labels' texts outside the heap. For implementations of {@link TextClassifier}.
 *
 * <pre>
 *  starts:  label count + 1 int32, offsets in texts
 *  texts:   bytes of the file, nearly always UTF-8, one label after the other, in pages of the file each with a gap behind it
 * </pre>
 */
public final class OffHeapLabels implements Labels {
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;

  private final MemorySegment starts;
  private final MemorySegment texts;
  private final int size;
  private final int gap;

  private OffHeapLabels(final MemorySegment starts, final MemorySegment texts, final int size, final int gap) {
    this.starts = starts;
    this.texts = texts;
    this.size = size;
    this.gap = gap;
  }

  /**
   * Copies labels.
   *
   * @param file holds their bytes
   * @param count the number of labels
   * @param start the start of a label's bytes in {@code file}
   * @param length the number of a label's bytes
   * @param arena ends the copy
   */
  public static OffHeapLabels of(
      final MemorySegment file, final int count, final IntUnaryOperator start, final IntUnaryOperator length, final Arena arena) {
    final MemorySegment starts = arena.allocate((count + 1L) * Integer.BYTES, Integer.BYTES);
    int end = 0;
    for (int label = 0; label < count; label++) {
      end += length.applyAsInt(label);
      starts.setAtIndex(INT32, label + 1L, end);
    }
    final MemorySegment texts = arena.allocate(end);
    for (int label = 0; label < count; label++) {
      MemorySegment.copy(file, start.applyAsInt(label), texts, starts.getAtIndex(INT32, label), length.applyAsInt(label));
    }
    return new OffHeapLabels(starts, texts, count, 0);
  }

  /**
   * Labels whose texts are not copied.
   *
   * @param texts as long-lived as {@code arena}
   * @param starts the start of each label in {@code texts}, and the end of the last one with its gap
   * @param gap the bytes behind each label that are not part of it
   * @param arena ends the starts
   */
  public static OffHeapLabels inPlace(final MemorySegment texts, final int[] starts, final int gap, final Arena arena) {
    return new OffHeapLabels(arena.allocateFrom(INT32, starts), texts, starts.length - 1, gap);
  }

  /** The bytes that {@link #inPlace} allocates. */
  public static long bytesInPlace(final int count) {
    return (count + 1L) * Integer.BYTES;
  }

  /**
   * Copies labels.
   *
   * @param arena ends the copy
   */
  public static OffHeapLabels of(final List<byte[]> labels, final Arena arena) {
    final MemorySegment starts = arena.allocate((labels.size() + 1L) * Integer.BYTES, Integer.BYTES);
    int end = 0;
    for (int label = 0; label < labels.size(); label++) {
      end = Math.addExact(end, labels.get(label).length);
      starts.setAtIndex(INT32, label + 1L, end);
    }
    final MemorySegment texts = arena.allocate(end);
    for (int label = 0; label < labels.size(); label++) {
      MemorySegment.copy(labels.get(label), 0, texts, ValueLayout.JAVA_BYTE, starts.getAtIndex(INT32, label), labels.get(label).length);
    }
    return new OffHeapLabels(starts, texts, labels.size(), 0);
  }

  /** The bytes that {@link #of} allocates. */
  public static long bytesFor(final int count, final IntUnaryOperator length) {
    long texts = 0;
    for (int label = 0; label < count; label++) {
      texts += length.applyAsInt(label);
    }
    return (count + 1L) * Integer.BYTES + texts;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String text(final int id) {
    return LabelText.of(bytes(id));
  }

  @Override
  public byte[] bytes(final int id) {
    Objects.checkIndex(id, size);
    try {
      final int start = starts.getAtIndex(INT32, id);
      final byte[] label = new byte[starts.getAtIndex(INT32, id + 1L) - start - gap];
      MemorySegment.copy(texts, ValueLayout.JAVA_BYTE, start, label, 0, label.length);
      return label;
    } catch (final IllegalStateException e) {
      // Only freed memory, or memory that is just being freed, throws this.
      throw new ModelClosedException();
    }
  }

  @Override
  public void name(final int id, final LabelName name) {
    Objects.checkIndex(id, size);
    try {
      final int start = starts.getAtIndex(INT32, id);
      name.set(texts, start, starts.getAtIndex(INT32, id + 1L) - start - gap);
    } catch (final IllegalStateException e) {
      // Only freed memory, or memory that is just being freed, throws this.
      throw new ModelClosedException();
    }
  }
}
