package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.matrix.RowTable;

/**
 * The embeddings of a text's words, {@code E}, and their {@linkplain Enhancement enhancement}. Scratch memory for one thread.
 *
 * <p>With {@code n} words, both attentions come to products with {@code n × n} numbers, since {@code (Aᵀ E) (dimensions Aᵀ)} is {@code Aᵀ (E (dimensions Aᵀ))}:
 *
 * <pre>
 *  A       = E + (wordFactor E Eᵀ) (words E)
 *  result  = A + (dimensionFactor (dimensions Aᵀ)ᵀ Eᵀ) A
 * </pre>
 *
 * <p>Most arrays have a row of slots for each dimension, behind a row of zeros: they are panels of {@link MatrixKernels} with the words as outputs. Slots without a
 * word hold numbers of texts before, which nothing reads.
 */
final class EmbeddingSlots {
  private static final int PANEL = MatrixKernels.PANEL;

  private final int width;
  private final int rowStride;
  /** A row of dimensions for each word. */
  private final float[] rows;
  private final float[] embeddings;

  EmbeddingSlots(final int width) {
    this.width = width;
    this.rowStride = MatrixKernels.padded(width);
    this.rows = new float[InceptionShape.SLOTS * rowStride];
    this.embeddings = new float[MatrixKernels.panelFloats(width)];
  }

  /** Takes the words of the next text. The result has a row of slots for each dimension, from {@link MatrixKernels#PANEL} on. */
  float[] fill(final WordSlots words, final RowTable table) {
    for (int slot = 0; slot < words.count(); slot++) {
      table.copy(words.id(slot), rows, slot * rowStride);
      for (int dimension = 0; dimension < width; dimension++) {
        embeddings[(dimension + 1) * PANEL + slot] = rows[slot * rowStride + dimension];
      }
    }
    return embeddings;
  }

  /** Scratch memory for an enhancement. */
  final class Enhanced {
    private final MatrixKernels kernels;
    private final OpenedEnhancement enhancement;
    /** {@code words E}. */
    private final float[] mixed = new float[embeddings.length];
    private final float[] first = new float[embeddings.length];
    private final float[] result = new float[embeddings.length];
    /** {@code dimensions Aᵀ}, a row for each word. */
    private final float[] products = new float[rows.length];
    /** Weights of words for words. */
    private final float[] weights = new float[InceptionShape.SLOTS * PANEL];
    private final float[] panel = new float[MatrixKernels.panelFloats(InceptionShape.SLOTS)];

    Enhanced(final OpenedEnhancement enhancement, final MatrixKernels kernels) {
      this.enhancement = enhancement;
      this.kernels = kernels;
    }

    /**
     * Enhances the embeddings of the text. The result has a row of slots for each dimension, from {@link MatrixKernels#PANEL} on.
     *
     * @param count the number of words
     */
    float[] run(final int count) {
      kernels.multiply(rows, 0, rowStride, count, width, embeddings, 0, weights, 0, PANEL);
      setPanel(count, enhancement.wordFactor());
      enhancement.words().multiply(embeddings, PANEL, PANEL, width, count, mixed, PANEL, PANEL);
      addProduct(mixed, count, embeddings, first);
      for (int slot = 0; slot < count; slot++) {
        for (int dimension = 0; dimension < width; dimension++) {
          rows[slot * rowStride + dimension] = first[(dimension + 1) * PANEL + slot];
        }
      }
      enhancement.dimensions().multiply(rows, rowStride, count, products, rowStride);
      kernels.multiply(products, 0, rowStride, count, width, embeddings, 0, weights, 0, PANEL);
      setPanel(count, enhancement.dimensionFactor());
      addProduct(first, count, first, result);
      return result;
    }

    /** The weight of a word for another one stands in the row of the other one; in the panel it stands in its own row. */
    private void setPanel(final int count, final float factor) {
      for (int word = 0; word < count; word++) {
        for (int other = 0; other < count; other++) {
          panel[(word + 1) * PANEL + other] = factor * weights[other * PANEL + word];
        }
      }
    }

    private void addProduct(final float[] x, final int count, final float[] others, final float[] out) {
      kernels.multiply(x, PANEL, PANEL, width, count, panel, 0, out, PANEL, PANEL);
      for (int index = PANEL; index < out.length; index++) {
        out[index] += others[index];
      }
    }
  }
}
