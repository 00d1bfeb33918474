package io.labelstream.model.fasttext;

import io.labelstream.model.LabelText;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * The labels' texts outside the heap.
 *
 * <pre>
 *  starts:  label count + 1 int32, offsets in texts
 *  texts:   bytes of the file, nearly always UTF-8, one label after the other
 * </pre>
 */
final class OffHeapLabels implements Labels {
  private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;

  private final MemorySegment starts;
  private final MemorySegment texts;
  private final int size;

  private OffHeapLabels(final MemorySegment starts, final MemorySegment texts, final int size) {
    this.starts = starts;
    this.texts = texts;
    this.size = size;
  }

  static OffHeapLabels of(final FastTextVocabulary vocabulary, final Arena arena) {
    final int labels = vocabulary.labels();
    final MemorySegment starts = arena.allocate((labels + 1L) * Integer.BYTES, Integer.BYTES);
    int end = 0;
    for (int label = 0; label < labels; label++) {
      end += vocabulary.textLength(vocabulary.words() + label);
      starts.setAtIndex(INT32, label + 1L, end);
    }
    final MemorySegment texts = arena.allocate(end);
    for (int label = 0; label < labels; label++) {
      final int entry = vocabulary.words() + label;
      MemorySegment.copy(
          vocabulary.entries(), vocabulary.textStart(entry), texts, starts.getAtIndex(INT32, label), vocabulary.textLength(entry));
    }
    return new OffHeapLabels(starts, texts, labels);
  }

  /** How large {@link #of} would be. */
  static long bytesFor(final FastTextVocabulary vocabulary) {
    long texts = 0;
    for (int label = 0; label < vocabulary.labels(); label++) {
      texts += vocabulary.textLength(vocabulary.words() + label);
    }
    return (vocabulary.labels() + 1L) * Integer.BYTES + texts;
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
      final byte[] label = new byte[starts.getAtIndex(INT32, id + 1L) - start];
      MemorySegment.copy(texts, ValueLayout.JAVA_BYTE, start, label, 0, label.length);
      return label;
    } catch (final IllegalStateException e) {
      // Only memory that was freed, or is just being freed, answers so.
      throw new ModelClosedException();
    }
  }

  long bytes() {
    return starts.byteSize() + texts.byteSize();
  }
}
