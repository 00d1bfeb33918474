package io.labelstream.model.encoder;

import io.labelstream.model.SharedText;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.List;

/** Encodes texts on one thread. After the longest text has been seen once, nothing is allocated. */
public interface EncoderSession {
  /**
   * The vector of a text: {@link TextEncoder#dimensions()} numbers, then zeros up to a multiple of {@link io.labelstream.kernel.Kernels#LANES}. All are zero if
   * the text has no piece. The array is the session's own, and valid until the next text.
   */
  float[] encode(SharedText text);

  /**
   * The vectors of several texts, which have the same bits as one text at a time. Where texts are short, this is quicker.
   *
   * @param texts UTF-8
   * @param vectors receives a row of {@link TextEncoder#dimensions()} numbers for each text
   */
  default void encode(final List<byte[]> texts, final FloatMatrix vectors) {
    final SharedText text = new SharedText();
    for (int index = 0; index < texts.size(); index++) {
      text.set(texts.get(index), 0, texts.get(index).length);
      System.arraycopy(encode(text), 0, vectors.values(), index * vectors.columns(), vectors.columns());
    }
  }
}
