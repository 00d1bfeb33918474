package io.labelstream.model.fasttext.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.fasttext.file.FastTextMatrix.Dense;
import io.labelstream.model.fasttext.file.FastTextMatrix.Quantized;
import io.labelstream.model.fasttext.file.FastTextPruneIndex.Pruned;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.Safetensors.Body;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows.Norms;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Writes files with the layout that {@link CompactFile} documents. Used once. */
final class CompactFileWriter {
  private static final int BYTES_AT_ONCE = 1 << 18;

  private final FastTextFile model;
  private final FastTextVocabulary vocabulary;
  private final Metadata metadata;
  private final List<NewTensor> tensors = new ArrayList<>();
  private final StringBuilder arguments = new StringBuilder();

  CompactFileWriter(final FastTextFile model, final Metadata metadata) {
    this.model = model;
    this.vocabulary = model.vocabulary();
    this.metadata = metadata;
    arguments();
    final int[] words = wordOrder();
    matrix(CompactFile.INPUT, model.input(), rowOrder(words));
    matrix(CompactFile.OUTPUT, model.output(), new int[0]);
    bytes(CompactFile.VOCABULARY, texts(words));
    if (vocabulary.prune() instanceof Pruned pruned) {
      bytes(CompactFile.BUCKETS, AscendingCoder.write(pruned.buckets()));
    }
    if (model.arguments().loss() == FastTextLoss.HIERARCHICAL_SOFTMAX) {
      bytes(CompactFile.LABEL_COUNTS, labelCounts());
    }
    tensors.sort(Comparator.comparingInt((NewTensor tensor) -> tensor.type().bytes()).reversed());
  }

  List<NewTensor> tensors() {
    return tensors;
  }

  Map<String, String> metadata() {
    final Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FileForm.KEY, CompactFile.FORM.toString());
    texts.put(CompactFile.ARGUMENTS_KEY, arguments.toString());
    texts.putAll(metadata.texts());
    return texts;
  }

  private void arguments() {
    final FastTextArguments values = model.arguments();
    argument("dim", values.dimensions());
    argument("epoch", values.epochs());
    argument("minCount", values.minimalCount());
    argument("wordNgrams", values.wordNgrams());
    argument("loss", values.loss().shortName());
    argument("bucket", values.buckets());
    argument("minn", values.shortestSubword());
    argument("maxn", values.longestSubword());
    argument("words", vocabulary.words());
    argument("labels", vocabulary.labels());
    argument("tokens", vocabulary.tokens());
    if (vocabulary.prune() instanceof Pruned pruned) {
      argument("kept", pruned.size());
    }
    if (model.input() instanceof Quantized quantized) {
      argument("inputColumns", quantized.quantizer().subvectorColumns());
    }
    if (model.output() instanceof Quantized quantized) {
      argument("outputColumns", quantized.quantizer().subvectorColumns());
    }
  }

  private void argument(final String name, final Object value) {
    arguments.append(arguments.isEmpty() ? "" : " ").append(name).append('=').append(value);
  }

  /**
   * The frequent words, which come first in models, and then the others, both in ascending order of their bytes: as neighbours, frequent words stay in the
   * cache when texts are classified. Equal words stay in the order of the model, where the last one counts.
   */
  private int[] wordOrder() {
    final byte[][] texts = new byte[vocabulary.words()][];
    Arrays.setAll(texts, vocabulary::text);
    final int[] order = IntStream.range(0, texts.length).toArray();
    final IntComparator ascending = (one, other) -> Arrays.compareUnsigned(texts[one], texts[other]);
    final int frequent = texts.length < CompactFile.FEWEST_WORDS_TO_PART ? 0 : texts.length / CompactFile.FREQUENT_PART;
    IntArrays.stableSort(order, 0, frequent, ascending);
    IntArrays.stableSort(order, frequent, order.length, ascending);
    return order;
  }

  /** The row of the model that becomes each row of the file; later rows keep their places. */
  private int[] rowOrder(final int[] words) {
    final int kept = vocabulary.prune() instanceof Pruned pruned ? pruned.size() : 0;
    final int[] rows = new int[words.length + kept];
    for (int row = 0; row < words.length; row++) {
      rows[row] = words[row];
    }
    if (vocabulary.prune() instanceof Pruned pruned) {
      for (int row = 0; row < kept; row++) {
        rows[words.length + row] = words.length + pruned.row(row);
      }
    }
    return rows;
  }

  private byte[] texts(final int[] words) {
    final List<byte[]> texts = new ArrayList<>();
    for (final int word : words) {
      texts.add(vocabulary.text(word));
    }
    for (int label = 0; label < vocabulary.labels(); label++) {
      texts.add(vocabulary.text(words.length + label));
    }
    return CodedTexts.write(texts);
  }

  private byte[] labelCounts() {
    final long[] differences = new long[vocabulary.labels()];
    long before = 0;
    for (int label = 0; label < differences.length; label++) {
      final long count = vocabulary.count(vocabulary.words() + label);
      differences[label] = count - before;
      before = count;
    }
    return Varints.write(differences);
  }

  private void matrix(final String name, final FastTextMatrix matrix, final int[] order) {
    switch (matrix) {
      case Dense dense when name.equals(CompactFile.OUTPUT) -> {
        final int columns = dense.columns();
        if (!byteSteps(name, name, dense.weights(), columns, position -> position % columns, dense.rows(), columns)) {
          floats(name, dense.weights(), dense.rows(), columns);
        }
      }
      case Dense dense -> {
        final int width = dense.columns() * Float.BYTES;
        tensors.add(NewTensor.of(name, Type.F32, rows(dense.weights(), width, order), dense.rows(), dense.columns()));
      }
      case Quantized quantized -> {
        final ProductQuantizer quantizer = quantized.quantizer();
        final int width = quantizer.subvectors();
        tensors.add(NewTensor.of(name + CompactFile.CODES, Type.U8, rows(quantized.codes(), width, order), quantized.rows(), width));
        final long centroids = (long) ProductQuantizer.CENTROIDS * quantizer.columns();
        // The best centroids of single columns are far from evenly spaced.
        if (quantizer.subvectorColumns() == 1
            || !byteSteps(name, name + CompactFile.CENTROIDS, quantizer.centroids(), quantizer.columns(), quantizer::column, centroids)) {
          floats(name + CompactFile.CENTROIDS, quantizer.centroids(), centroids);
        }
        if (quantized.norms().isPresent()) {
          final Norms norms = quantized.norms().get();
          tensors.add(NewTensor.of(name + CompactFile.NORM_CODES, Type.U8, rows(norms.codes(), 1, order), quantized.rows()));
          floats(name + CompactFile.NORM_CENTROIDS, norms.centroids(), ProductQuantizer.CENTROIDS);
        }
      }
    }
  }

  /** Rows of {@code width} bytes: first those that {@code order} names, then the others as they are. */
  private static Body rows(final MemorySegment source, final int width, final int[] order) {
    return out -> {
      final int most = Math.max(BYTES_AT_ONCE / width, 1);
      for (int first = 0; first < order.length; first += most) {
        final int count = Math.min(most, order.length - first);
        final MemorySegment window = out.window(count * width);
        for (int row = 0; row < count; row++) {
          MemorySegment.copy(source, (long) order[first + row] * width, window, (long) row * width, width);
        }
        out.windowWritten(count * width);
      }
      out.bytes(source.asSlice((long) order.length * width));
    };
  }

  /** Stores numbers as a byte each, with the steps of the matrix {@code name}, if that is possible, and tells if it was. */
  private boolean byteSteps(
      final String name, final String tensor, final MemorySegment values, final int columns, final IntUnaryOperator column, final long... shape) {
    if (!ByteSteps.pay(values.byteSize() / Float.BYTES) || !ByteSteps.holdExactly(values, columns, column)) {
      return false;
    }
    tensors.add(NewTensor.of(tensor, Type.I8, MemorySegment.ofArray(ByteSteps.narrowed(values, columns, column)), shape));
    tensors.add(NewTensor.of(name + CompactFile.STEPS, Type.F16, MemorySegment.ofArray(ByteSteps.halfSteps(values, columns, column)), columns));
    return true;
  }

  private void floats(final String name, final MemorySegment values, final long... shape) {
    if (HalfFloats.holdExactly(values)) {
      tensors.add(NewTensor.of(name, Type.F16, MemorySegment.ofArray(HalfFloats.narrowed(values)), shape));
    } else {
      tensors.add(NewTensor.of(name, Type.F32, values, shape));
    }
  }

  private void bytes(final String name, final byte[] values) {
    tensors.add(NewTensor.of(name, Type.U8, MemorySegment.ofArray(values), values.length));
  }
}
