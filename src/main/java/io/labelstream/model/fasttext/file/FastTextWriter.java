package io.labelstream.model.fasttext.file;

import io.labelstream.model.fasttext.file.FastTextMatrix.Dense;
import io.labelstream.model.fasttext.file.FastTextMatrix.Quantized;
import io.labelstream.model.fasttext.file.FastTextPruneIndex.Pruned;
import io.labelstream.model.file.SectionWriter;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows.Norms;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Writes classifiers as fastText files, with the layout that {@link FastTextFile} documents. The reference reads these files, and {@link FastTextFile#parse}
 * returns an equal model.
 *
 * <p>Fields that a {@link FastTextFile} does not hold, since they have no influence on predictions, get the reference's defaults: {@code ws} 5, {@code neg} 5,
 * {@code lrUpdateRate} 100 and {@code t} 0.0001.
 */
public final class FastTextWriter {
  private static final int WINDOW = 5;
  private static final int NEGATIVES = 5;
  private static final int SUPERVISED = 3;
  private static final int RATE_UPDATES = 100;
  private static final double SAMPLING = 1e-4;
  private static final int NOT_PRUNED = -1;
  private static final int BYTES_AT_ONCE = 1 << 18;
  private final SectionWriter out;

  private FastTextWriter(final SectionWriter out) {
    this.out = out;
  }

  /**
   * Writes a model.
   *
   * @return the number of bytes written
   * @throws IllegalArgumentException if the format cannot hold the model: its output is quantised and its input is not, or it has more codes than an int32
   *     counts
   * @throws IOException if the channel cannot be written
   */
  public static long write(final FastTextFile model, final WritableByteChannel channel) throws IOException {
    if (model.input() instanceof Dense && model.output() instanceof Quantized) {
      throw new IllegalArgumentException("the output matrix is quantised and the input matrix is not; the format has no place for this");
    }
    final SectionWriter out = new SectionWriter(channel);
    final FastTextWriter writer = new FastTextWriter(out);
    writer.head(model.version(), model.arguments(), model.vocabulary());
    out.flag(model.input() instanceof Quantized);
    writer.matrix(model.input());
    out.flag(model.output() instanceof Quantized);
    writer.matrix(model.output());
    return out.finish();
  }

  /**
   * Writes a model of two dense matrices that need not be in memory as a whole, in format 12.
   *
   * @param input one row per word, and one per bucket if the vocabulary is not pruned
   * @param output one row per label
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  public static long writeDense(
      final FastTextArguments arguments,
      final FastTextVocabulary vocabulary,
      final DenseRows input,
      final DenseRows output,
      final WritableByteChannel channel)
      throws IOException {
    final SectionWriter out = new SectionWriter(channel);
    final FastTextWriter writer = new FastTextWriter(out);
    writer.head(FastTextFile.NEWEST_VERSION, arguments, vocabulary);
    out.flag(false);
    writer.dense(input);
    out.flag(false);
    writer.dense(output);
    return out.finish();
  }

  private void head(final int version, final FastTextArguments arguments, final FastTextVocabulary vocabulary) throws IOException {
    out.int32(FastTextFile.MAGIC);
    out.int32(version);
    out.int32(arguments.dimensions());
    out.int32(WINDOW);
    out.int32(arguments.epochs());
    out.int32(arguments.minimalCount());
    out.int32(NEGATIVES);
    out.int32(arguments.wordNgrams());
    out.int32(arguments.loss().code());
    out.int32(SUPERVISED);
    out.int32(arguments.buckets());
    // Without subwords, the trainer leaves 0 in both fields, and the parser turns the shortest into 1.
    out.int32(arguments.hasSubwords() || arguments.shortestSubword() > 1 ? arguments.shortestSubword() : 0);
    out.int32(arguments.longestSubword());
    out.int32(RATE_UPDATES);
    out.float64(SAMPLING);
    out.int32(Math.addExact(vocabulary.words(), vocabulary.labels()));
    out.int32(vocabulary.words());
    out.int32(vocabulary.labels());
    out.int64(vocabulary.tokens());
    out.int64(vocabulary.prune() instanceof Pruned pruned ? pruned.size() : NOT_PRUNED);
    out.bytes(vocabulary.entries());
    if (vocabulary.prune() instanceof Pruned pruned) {
      final int[] buckets = pruned.buckets();
      for (int index = 0; index < buckets.length; index++) {
        out.int32(buckets[index]);
        out.int32(pruned.row(index));
      }
    }
  }

  private void matrix(final FastTextMatrix matrix) throws IOException {
    switch (matrix) {
      case Dense dense -> dense(DenseRows.of(dense));
      case Quantized quantized -> quantized(quantized);
    }
  }

  private void dense(final DenseRows matrix) throws IOException {
    out.int64(matrix.rows());
    out.int64(matrix.columns());
    final int width = matrix.columns() * Float.BYTES;
    final int most = Math.max(BYTES_AT_ONCE / width, 1);
    for (long first = 0; first < matrix.rows(); first += most) {
      final int count = (int) Math.min(most, matrix.rows() - first);
      matrix.copy(first, count, out.window(count * width));
      out.windowWritten(count * width);
    }
  }

  private void quantized(final Quantized matrix) throws IOException {
    if (matrix.codes().byteSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the matrix has " + matrix.codes().byteSize() + " codes, the format holds at most " + Integer.MAX_VALUE);
    }
    out.flag(matrix.norms().isPresent());
    out.int64(matrix.rows());
    out.int64(matrix.columns());
    out.int32((int) matrix.codes().byteSize());
    out.bytes(matrix.codes());
    quantizer(matrix.quantizer());
    if (matrix.norms().isPresent()) {
      final Norms norms = matrix.norms().get();
      out.bytes(norms.codes());
      quantizer(new ProductQuantizer(1, 1, 1, 1, norms.centroids()));
    }
  }

  private void quantizer(final ProductQuantizer quantizer) throws IOException {
    out.int32(quantizer.columns());
    out.int32(quantizer.subvectors());
    out.int32(quantizer.subvectorColumns());
    out.int32(quantizer.lastSubvectorColumns());
    out.bytes(quantizer.centroids());
  }
}
