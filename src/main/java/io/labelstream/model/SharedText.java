package io.labelstream.model;

import io.labelstream.kernel.Kernels;
import io.labelstream.text.TokenizedText;
import io.labelstream.text.Utf8;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A text that several sessions classify one after the other, of the same model or of others: features that do not depend on a model, such as the places of its
 * tokens, are found once. Scores are the same, bit for bit, as those of the text's bytes.
 *
 * <p>Owned and reused by the caller, for one text after the other. Holds a copy of the text. Not thread-safe: for the sessions of one thread. After the longest
 * text has been seen once, by each {@link FeatureExtractor}, no method allocates.
 */
public final class SharedText {
  private static final int SMALLEST = 1024;

  private final Kernels kernels = Kernels.best();
  private final List<Found<?>> found = new ArrayList<>();
  private byte[] bytes = new byte[SMALLEST];
  private int length;
  /** The number of texts taken so far: tells if features belong to the current one. */
  private long texts;

  /**
   * Takes the {@code length} bytes from {@code offset}, UTF-8.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code utf8}
   */
  public void set(final byte[] utf8, final int offset, final int length) {
    Objects.checkFromIndexSize(offset, length, utf8.length);
    reserve(length);
    kernels.copy(utf8, offset, bytes, TokenizedText.START, length);
    this.length = length;
  }

  /**
   * Takes the {@code length} bytes from {@code offset}, UTF-8.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code utf8}
   */
  public void set(final MemorySegment utf8, final long offset, final int length) {
    Objects.checkFromIndexSize(offset, length, utf8.byteSize());
    reserve(length);
    MemorySegment.copy(utf8, ValueLayout.JAVA_BYTE, offset, bytes, TokenizedText.START, length);
    this.length = length;
  }

  /** Takes {@code text}, encoded as UTF-8; an unpaired surrogate is encoded as {@code ?}. */
  public void set(final CharSequence text) {
    reserve(Math.multiplyExact(3, text.length()));
    length = Utf8.encode(text, bytes, TokenizedText.START) - TokenizedText.START;
  }

  /** Makes room for a new text and forgets the one before. */
  private void reserve(final int most) {
    texts++;
    length = 0;
    final int needed = Math.addExact(most, TokenizedText.START + Kernels.OVERREAD_BYTES);
    if (bytes.length < needed) {
      bytes = new byte[Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8))];
    }
  }

  /**
   * The array that holds the text, until the next text is taken. Not to be written to. At least 16 bytes before the text and 64 after it are readable, of any
   * value: a loop over the text may load whole words or vectors.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** The start of the text in {@link #bytes}; always the same. */
  public int offset() {
    return TokenizedText.START;
  }

  /** The number of bytes of the text. */
  public int length() {
    return length;
  }

  /**
   * The features that {@code extractor} finds in the text: found now if this is the first call with an equal extractor since the text was taken, else kept from
   * that call. Valid until the next text is taken. For implementations of {@link ClassifierSession}.
   */
  public <F> F features(final FeatureExtractor<F> extractor) {
    for (int index = 0; index < found.size(); index++) {
      if (found.get(index).extractor.equals(extractor)) {
        // Equal extractors have features of the same type.
        @SuppressWarnings("unchecked")
        final Found<F> known = (Found<F>) found.get(index);
        return known.in(this, extractor);
      }
    }
    final Found<F> first = new Found<>(extractor);
    found.add(first);
    return first.in(this, extractor);
  }

  /** The features found by one extractor, and the number of the text that they belong to. */
  private static final class Found<F> {
    private final FeatureExtractor<F> extractor;
    private final F features;
    private long text = -1;

    Found(final FeatureExtractor<F> extractor) {
      this.extractor = extractor;
      this.features = extractor.newFeatures();
    }

    /** The extractor is the caller's, not the first one: the model of that may be closed. */
    F in(final SharedText shared, final FeatureExtractor<F> current) {
      if (text != shared.texts) {
        current.extract(shared, features);
        text = shared.texts;
      }
      return features;
    }
  }
}
