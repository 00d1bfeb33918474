package io.labelstream.train.fasttext.compress;

import io.labelstream.kernel.Floats;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.train.CompressionException;
import io.labelstream.train.fasttext.RowMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The model to compress, checked, with its parts. */
final class SourceModel {
  private static final byte[] END_OF_LINE = "</s>".getBytes(StandardCharsets.US_ASCII);

  private final FastTextFile file;
  private final FloatMatrix input;
  private final float[] output;
  private final long[] labelCounts;

  private SourceModel(final FastTextFile file, final FloatMatrix input, final float[] output, final long[] labelCounts) {
    this.file = file;
    this.input = input;
    this.output = output;
    this.labelCounts = labelCounts;
  }

  /** @throws CompressionException if the model is compressed already, or its weights are not numbers */
  static SourceModel of(final FastTextFile file) throws CompressionException {
    if (!(file.input() instanceof FastTextMatrix.Dense input) || !(file.output() instanceof FastTextMatrix.Dense output)) {
      throw new CompressionException("the model is quantised already, expected one with dense matrices: compress the .bin file it was made from");
    }
    for (final FastTextMatrix.Dense matrix : List.of(input, output)) {
      if (!Floats.areFinite(matrix.weights())) {
        throw new CompressionException(
            "the " + (matrix == input ? "input" : "output") + " matrix holds weights that are no finite numbers: train the model again with a lower learning rate");
      }
    }
    if (input.rows() == 0) {
      throw new CompressionException("the model has no rows of words or n-grams, expected at least 1");
    }
    final FastTextVocabulary vocabulary = file.vocabulary();
    final long[] counts = new long[vocabulary.labels()];
    Arrays.setAll(counts, label -> vocabulary.count(vocabulary.words() + label));
    return new SourceModel(file, FloatMatrix.of(input), output.weights().toArray(LittleEndian.FLOAT32), counts);
  }

  FastTextFile file() {
    return file;
  }

  FloatMatrix input() {
    return input;
  }

  /** The output matrix, row by row. */
  float[] output() {
    return output.clone();
  }

  int labels() {
    return labelCounts.length;
  }

  int dimensions() {
    return input.columns();
  }

  long[] labelCounts() {
    return labelCounts.clone();
  }

  /** The row of the end-of-line token, or -1. */
  int endOfLine() {
    for (int word = 0; word < file.vocabulary().words(); word++) {
      if (Arrays.equals(file.vocabulary().text(word), END_OF_LINE)) {
        return word;
      }
    }
    return -1;
  }

  /** The vocabulary of a model that keeps some rows. */
  FastTextVocabulary vocabulary(final RowMap kept) {
    final FastTextVocabulary vocabulary = file.vocabulary();
    if (kept.newRows() == kept.oldRows()) {
      return vocabulary;
    }
    final List<byte[]> words = new ArrayList<>();
    final LongArrayList counts = new LongArrayList();
    int row = 0;
    for (; row < kept.newRows() && kept.oldRow(row) < vocabulary.words(); row++) {
      words.add(vocabulary.text(kept.oldRow(row)));
      counts.add(vocabulary.count(kept.oldRow(row)));
    }
    final int[] buckets = new int[kept.newRows() - row];
    for (int index = 0; index < buckets.length; index++) {
      buckets[index] = kept.oldRow(row + index) - vocabulary.words();
    }
    final List<byte[]> labels = new ArrayList<>();
    for (int label = 0; label < vocabulary.labels(); label++) {
      labels.add(vocabulary.text(vocabulary.words() + label));
    }
    return FastTextVocabulary.of(
        words, counts.toLongArray(), labels, labelCounts, vocabulary.tokens(), FastTextPruneIndex.Pruned.inOrder(buckets));
  }
}
