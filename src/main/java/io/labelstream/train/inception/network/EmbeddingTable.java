package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.autograd.AdamArray;
import io.labelstream.train.autograd.AdamRows;
import io.labelstream.train.autograd.TrainingState;
import io.labelstream.train.inception.text.EncodedTexts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** The embeddings of words, on the heap. */
final class EmbeddingTable implements TrainingState {
  /** The rate of rows, of that of all else: most words are in few texts, and so move seldom. Chosen on texts held out of TIBKAT titles and Debian-depends. */
  private static final float FACTOR = 4;

  private final int width;
  private final float[] table;
  private final AdamRows rows;

  /** @param start a row for each word */
  EmbeddingTable(final FloatMatrix start) {
    this.width = start.columns();
    this.table = start.values().clone();
    this.rows = new AdamRows(table, width);
  }

  /**
   * The embeddings of the words of a batch.
   *
   * @param values {@code texts × slots × width}; slots without a word are 0
   * @param factors by which numbers were multiplied, {@code words × width}; without any if nothing was dropped
   */
  record Batch(NDArray values, float[] factors) {}

  /** The embeddings as they are served. */
  Batch of(final EncodedTexts texts, final int[] batch, final NDManager manager) {
    return batch(texts, batch, new float[0], manager);
  }

  /** The embeddings with some numbers dropped. */
  Batch of(final EncodedTexts texts, final int[] batch, final float dropout, final SplittableRandom random, final NDManager manager) {
    int words = 0;
    for (final int text : batch) {
      words += texts.length(text);
    }
    final float[] factors = new float[dropout > 0 ? words * width : 0];
    Dropout.draw(factors, factors.length, dropout, random);
    return batch(texts, batch, factors, manager);
  }

  private Batch batch(final EncodedTexts texts, final int[] batch, final float[] factors, final NDManager manager) {
    final float[] values = new float[batch.length * InceptionShape.SLOTS * width];
    int word = 0;
    for (int place = 0; place < batch.length; place++) {
      final int start = texts.wordStarts()[batch[place]];
      for (int slot = 0; slot < texts.length(batch[place]); slot++, word++) {
        final int to = (place * InceptionShape.SLOTS + slot) * width;
        System.arraycopy(table, texts.words()[start + slot] * width, values, to, width);
        multiply(values, to, factors, word);
      }
    }
    return new Batch(manager.create(values, new Shape(batch.length, InceptionShape.SLOTS, width)), factors);
  }

  private void multiply(final float[] values, final int start, final float[] factors, final int word) {
    if (factors.length == 0) {
      return;
    }
    for (int column = 0; column < width; column++) {
      values[start + column] *= factors[word * width + column];
    }
  }

  /** Learns from the gradient of a batch. */
  void learn(final EncodedTexts texts, final int[] batch, final Batch embeddings, final NDArray gradient, final float rate) {
    final MemorySegment numbers = AdamArray.memory(gradient);
    final float[] ofWord = new float[width];
    int word = 0;
    for (int place = 0; place < batch.length; place++) {
      final int start = texts.wordStarts()[batch[place]];
      for (int slot = 0; slot < texts.length(batch[place]); slot++, word++) {
        final long from = ((long) place * InceptionShape.SLOTS + slot) * width * Float.BYTES;
        MemorySegment.copy(numbers, ValueLayout.JAVA_FLOAT, from, ofWord, 0, width);
        multiply(ofWord, 0, embeddings.factors(), word);
        rows.add(texts.words()[start + slot], 1, ofWord);
      }
    }
    rows.step(FACTOR * rate);
  }

  FloatMatrix heap() {
    return new FloatMatrix(table.length / width, width, table.clone());
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    rows.write(out);
  }

  @Override
  public void read(final DataInput in) throws IOException {
    rows.read(in);
  }
}
