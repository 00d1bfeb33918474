package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.fasttext.file.StoredModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * How much memory a model will hold, computed from its header, its vocabulary and the sizes of its matrices: the decisions of {@link FastTextBuilder} in its
 * order, without what they lead to. Used once.
 */
final class FastTextEstimate {
  private final FastTextFile file;
  private final FastTextArguments arguments;
  private final FastTextVocabulary vocabulary;
  private final boolean mapped;
  private final long fileBytes;
  private long budget;

  private FastTextEstimate(final FastTextFile file, final long fileBytes, final ModelOptions options, final long mostBytesToCopy) {
    this.file = file;
    this.arguments = file.arguments();
    this.vocabulary = file.vocabulary();
    this.fileBytes = fileBytes;
    this.mapped = fileBytes > mostBytesToCopy;
    this.budget = options.derivedBudgetBytes();
  }

  static long of(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    return of(channel, options, FastTextBuilder.MOST_BYTES_TO_COPY);
  }

  /**
   * As {@link #of(FileChannel, ModelOptions)}, with another size from which on files are mapped.
   *
   * @param mostBytesToCopy the largest file that is copied
   */
  static long of(final FileChannel channel, final ModelOptions options, final long mostBytesToCopy) throws IOException, ModelRefusedException {
    try (Arena arena = Arena.ofConfined()) {
      final long size = channel.size();
      return new FastTextEstimate(StoredModel.parse(channel.map(MapMode.READ_ONLY, 0, size, arena)).model(), size, options, mostBytesToCopy).bytes();
    }
  }

  private long bytes() {
    final int words = vocabulary.words();
    final int ngrams = ngrams();
    final boolean subwords = ngrams > 0 && arguments.hasSubwords();
    final RowSpace plain = RowSpace.of(arguments.dimensions());
    final long counts = (long) Integer.BYTES * words;
    final boolean premultiplied = isPremultiplied(subwords ? counts : 0);
    final RowSpace space = premultiplied ? RowSpace.of(vocabulary.labels()) : plain;
    long bytes = Dictionary.bytesFor(vocabulary) + ngramIndexBytes(ngrams) + OffHeapLabels.bytesFor(vocabulary);
    final long sumBytes = space.bytes(words) + counts;
    final boolean sums = subwords && grant(sumBytes);
    bytes += tableBytes(ngrams, space, premultiplied, !(vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned) || pruned.isInOrder());
    bytes += sums ? sumBytes : tableBytes(words, space, premultiplied, true);
    return bytes + (premultiplied ? 0 : outputBytes());
  }

  private int ngrams() {
    return switch (vocabulary.prune()) {
      case FastTextPruneIndex.Complete _ -> arguments.buckets();
      case FastTextPruneIndex.Pruned pruned -> pruned.size();
    };
  }

  private long ngramIndexBytes(final int ngrams) {
    if (vocabulary.prune() instanceof FastTextPruneIndex.Complete || ngrams == 0) {
      return 0;
    }
    final long mappedBytes = MappedNgrams.bytesFor(arguments.buckets());
    return mappedBytes <= FastTextBuilder.MOST_BYTES_TO_MAP_BUCKETS ? mappedBytes : FilteredNgrams.bytesFor(ngrams);
  }

  private boolean isPremultiplied(final long counts) {
    final int labels = vocabulary.labels();
    return arguments.loss() == FastTextLoss.SOFTMAX
        && labels <= FastTextBuilder.MOST_LABELS_TO_PREMULTIPLY
        && RowSpace.of(labels).bytes(file.input().rows()) + counts <= budget;
  }

  private long tableBytes(final int rows, final RowSpace space, final boolean premultiplied, final boolean inOrder) {
    final long bytes = space.bytes(rows);
    return switch (file.input()) {
      case FastTextMatrix.Dense dense when !premultiplied -> mapped && isReadableBehind(dense) ? 0 : bytes;
      case FastTextMatrix _ when grant(bytes) -> bytes;
      case FastTextMatrix.Quantized quantized when mapped && inOrder -> CodedRows.codebookBytes(quantized);
      case FastTextMatrix.Quantized quantized -> CodedRows.bytesFor(quantized, rows);
      case FastTextMatrix.Dense _ -> throw new IllegalStateException("rows are pre-multiplied beyond the budget");
    };
  }

  private boolean isReadableBehind(final FastTextMatrix.Dense dense) {
    return fileBytes - dense.offset() - dense.weights().byteSize() >= Kernels.OVERREAD_BYTES;
  }

  private long outputBytes() {
    final int labels = vocabulary.labels();
    final int padded = Kernels.padded(labels);
    final long byColumn = (long) arguments.dimensions() * padded * Float.BYTES + normBytes(padded);
    if (arguments.loss() != FastTextLoss.HIERARCHICAL_SOFTMAX) {
      return matrixBytes(byColumn);
    }
    final long byRow = RowSpace.of(arguments.dimensions()).bytes(labels) + Kernels.OVERREAD_BYTES + normBytes(labels);
    return HuffmanTree.bytesFor(labels) + matrixBytes(labels <= FastTextBuilder.MOST_NODES_TO_DECIDE_AT_ONCE ? byColumn : byRow);
  }

  private long matrixBytes(final long decoded) {
    return file.output() instanceof FastTextMatrix.Quantized quantized && !grant(decoded) ? CodedRows.bytesFor(quantized, vocabulary.labels()) : decoded;
  }

  private long normBytes(final int count) {
    return file.output() instanceof FastTextMatrix.Quantized quantized && quantized.norms().isPresent() ? (long) count * Float.BYTES : 0;
  }

  private boolean grant(final long bytes) {
    if (bytes > budget) {
      return false;
    }
    budget -= bytes;
    return true;
  }
}
