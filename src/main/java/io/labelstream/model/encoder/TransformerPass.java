package io.labelstream.model.encoder;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import java.util.Arrays;

/**
 * The way of some texts through a transformer, all at a time, without padding. A text's vector has the same bits whichever texts go with it. Scratch memory for one
 * thread; reused for the next texts.
 */
final class TransformerPass {
  /** The number of pieces before and behind a text. */
  static final int EDGES = 2;

  private final OpenedTransformer transformer;
  private final MatrixKernels kernels;
  private final Pooling pooling;
  private final int stride;
  private final int innerStride;
  private final Attention attention;
  private final float[] lanes = new float[Kernels.LANES];
  /** The first row of each text, and the number of all rows. */
  private int[] starts = new int[2];
  private int texts;
  private int longest;
  private float[] hidden = {};
  private float[] query = {};
  private float[] key = {};
  private float[] value = {};
  private float[] context = {};
  private float[] inner = {};

  TransformerPass(final OpenedTransformer transformer, final MatrixKernels kernels, final Pooling pooling) {
    this.transformer = transformer;
    this.kernels = kernels;
    this.pooling = pooling;
    final int headWidth = transformer.width() / transformer.heads();
    this.stride = Attention.strideFor(transformer.heads(), headWidth);
    this.innerStride = MatrixKernels.padded(transformer.inner());
    this.attention = new Attention(kernels, transformer.heads(), headWidth, stride);
  }

  /** Forgets all texts. */
  void clear() {
    texts = 0;
    longest = 0;
  }

  /** The number of rows of all texts. */
  int rows() {
    return starts[texts];
  }

  /** The number of rows of a text. */
  int rows(final int text) {
    return starts[text + 1] - starts[text];
  }

  /**
   * Adds a text.
   *
   * @param first the piece before it
   * @param ids its pieces
   * @param count their number, so many that there are positions for all
   * @param last the piece behind it
   */
  void add(final int first, final int[] ids, final int count, final int last) {
    final int start = rows();
    final int end = start + count + EDGES;
    reserve(end);
    transformer.tokens().copy(first, hidden, start * stride);
    for (int index = 0; index < count; index++) {
      transformer.tokens().copy(ids[index], hidden, (start + index + 1) * stride);
    }
    transformer.tokens().copy(last, hidden, (end - 1) * stride);
    for (int row = start; row < end; row++) {
      transformer.positions().copy(row - start, query, row * stride);
    }
    texts++;
    if (texts == starts.length - 1) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[texts] = end;
    longest = Math.max(longest, end - start);
  }

  private void reserve(final int rows) {
    if (hidden.length < rows * stride) {
      final int room = Math.max(rows, Math.min(2 * hidden.length / stride, transformer.mostRows()));
      hidden = Arrays.copyOf(hidden, room * stride);
      query = Arrays.copyOf(query, room * stride);
      key = new float[room * stride];
      value = new float[room * stride];
      context = new float[room * stride];
      inner = new float[room * innerStride];
    }
  }

  /** Computes the vectors of all texts. */
  void run() {
    attention.reserve(longest);
    addAndNormalise(query, rows(), transformer.normalisation());
    for (int index = 0; index < transformer.layers().size(); index++) {
      final OpenedTransformer.Layer layer = transformer.layers().get(index);
      final boolean isLast = index == transformer.layers().size() - 1;
      run(layer, isLast && pooling == Pooling.FIRST ? Queries.FIRST_OF_TEXTS : Queries.ALL);
    }
  }

  /** The rows whose vectors are still needed after a layer. */
  private enum Queries {
    ALL,
    FIRST_OF_TEXTS
  }

  private void run(final OpenedTransformer.Layer layer, final Queries queries) {
    layer.key().multiply(hidden, stride, rows(), key, stride);
    layer.value().multiply(hidden, stride, rows(), value, stride);
    if (queries == Queries.FIRST_OF_TEXTS) {
      for (int text = 1; text < texts; text++) {
        System.arraycopy(hidden, starts[text] * stride, hidden, text * stride, stride);
      }
    }
    final int rows = queries == Queries.ALL ? rows() : texts;
    layer.query().multiply(hidden, stride, rows, query, stride);
    for (int text = 0; text < texts; text++) {
      final int length = rows(text);
      final int firstQuery = queries == Queries.ALL ? starts[text] : text;
      attention.attend(query, firstQuery, queries == Queries.ALL ? length : 1, key, value, starts[text], length, context);
    }
    layer.output().multiply(context, stride, rows, query, stride);
    addAndNormalise(query, rows, layer.afterAttention());
    layer.intermediate().multiply(hidden, stride, rows, inner, innerStride);
    kernels.gelu(inner, 0, rows * innerStride);
    layer.reduction().multiply(inner, innerStride, rows, query, stride);
    addAndNormalise(query, rows, layer.afterReduction());
  }

  private void addAndNormalise(final float[] others, final int rows, final LayerNormalisation normalisation) {
    kernels.addAndNormalise(
        hidden, others, stride, rows, transformer.width(), normalisation.gain(), normalisation.shift(), transformer.epsilon(), lanes);
  }

  /**
   * Pools the vectors of a text's rows.
   *
   * @param text the number of the text, in the order in which they were added
   * @param vector receives as many numbers as the transformer is wide
   */
  void pool(final int text, final float[] vector) {
    final int width = transformer.width();
    if (pooling == Pooling.FIRST) {
      System.arraycopy(hidden, (transformer.layers().isEmpty() ? starts[text] : text) * stride, vector, 0, width);
      return;
    }
    Arrays.fill(vector, 0, width, 0f);
    for (int row = starts[text]; row < starts[text + 1]; row++) {
      for (int column = 0; column < width; column++) {
        vector[column] += hidden[row * stride + column];
      }
    }
    final float factor = 1f / rows(text);
    for (int column = 0; column < width; column++) {
      vector[column] *= factor;
    }
  }
}
