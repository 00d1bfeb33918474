package io.labelstream.model.fasttext.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.fasttext.file.FastTextPruneIndex.Pruned;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.file.TensorReader;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows.Norms;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Reads files with the layout that {@link CompactFile} documents. Used once. */
final class CompactFileReader {
  private final Safetensors file;
  private final Arguments arguments;
  private final TensorReader reader;

  CompactFileReader(final Safetensors file) throws ModelRefusedException {
    this.file = file;
    this.arguments = Arguments.of(file, CompactFile.ARGUMENTS_KEY);
    this.reader = new TensorReader(file);
  }

  CompactFile read() throws ModelRefusedException {
    CompactFile.FORM.require(file);
    final FastTextArguments checked = checkedArguments();
    final int words = count("words");
    final int labels = count("labels");
    final FastTextPruneIndex prune = prune(checked);
    final FastTextMatrix input = matrix(CompactFile.INPUT, (long) words + prune.rows(checked.buckets()), checked.dimensions());
    final FastTextMatrix output = matrix(CompactFile.OUTPUT, labels, checked.dimensions());
    final FastTextVocabulary vocabulary = vocabulary(words, labels, checked, prune);
    arguments.requireNoneLeft();
    reader.requireNoneLeft();
    return new CompactFile(
        new FastTextFile(FastTextFile.NEWEST_VERSION, checked, vocabulary, input, output, file.parts()),
        file.metadataWithout(CompactFile.OWN_KEYS));
  }

  private FastTextArguments checkedArguments() throws ModelRefusedException {
    final String loss = arguments.take("loss");
    for (final FastTextLoss known : FastTextLoss.values()) {
      if (known.shortName().equals(loss)) {
        return FastTextFile.checkedArguments(
            int32("dim"), int32("epoch"), int32("minCount"), int32("wordNgrams"), known, int32("bucket"), int32("minn"), int32("maxn"));
      }
    }
    throw inconsistent("loss is '%s', expected hs, ns, softmax or ova", SafetensorsHeader.shown(loss));
  }

  private FastTextPruneIndex prune(final FastTextArguments checked) throws ModelRefusedException {
    if (!arguments.left().containsKey("kept")) {
      return new FastTextPruneIndex.Complete();
    }
    final int kept = count("kept");
    if (kept > checked.buckets()) {
      throw inconsistent("%d n-gram rows are kept of %d buckets", kept, checked.buckets());
    }
    return Pruned.inOrder(AscendingCoder.read(reader.bytes(CompactFile.BUCKETS), "the kept buckets", kept, checked.buckets()));
  }

  private FastTextVocabulary vocabulary(final int words, final int labels, final FastTextArguments checked, final FastTextPruneIndex prune)
      throws ModelRefusedException {
    if (labels == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
    }
    final long tokens = arguments.number("tokens", Long.MIN_VALUE, Long.MAX_VALUE);
    final long entries = (long) words + labels;
    final List<byte[]> texts = CodedTexts.read(reader.bytes(CompactFile.VOCABULARY), "the vocabulary", entries);
    final long textBytes = texts.stream().mapToLong(text -> text.length + 1).sum();
    if (textBytes + entries * FastTextVocabulary.ENTRY_TAIL_BYTES > Integer.MAX_VALUE) {
      throw inconsistent("the vocabulary has %d words and labels of %d bytes, more than 2 GiB", entries, textBytes);
    }
    final long[] counts = checked.loss() == FastTextLoss.HIERARCHICAL_SOFTMAX ? labelCounts(labels) : new long[labels];
    return FastTextVocabulary.of(texts.subList(0, words), new long[words], texts.subList(words, texts.size()), counts, tokens, prune);
  }

  private long[] labelCounts(final int labels) throws ModelRefusedException {
    final long[] counts = Varints.read(reader.bytes(CompactFile.LABEL_COUNTS), "the labels' counts", labels);
    for (int label = 1; label < labels; label++) {
      counts[label] += counts[label - 1];
    }
    return counts;
  }

  private FastTextMatrix matrix(final String name, final long rows, final int columns) throws ModelRefusedException {
    if (rows > Integer.MAX_VALUE) {
      throw inconsistent("the %s matrix has %d rows, expected 0 to %d", name, rows, Integer.MAX_VALUE);
    }
    if (!reader.has(name + CompactFile.CODES)) {
      final Tensor weights = reader.take(name);
      requireShape(weights, rows, (long) columns);
      // A dense input matrix may be large and is used in place; half floats would have to be decoded.
      final MemorySegment floats = name.equals(CompactFile.INPUT) ? need(weights, Type.F32).bytes() : floats(weights, name, columns, at -> at % columns);
      return new FastTextMatrix.Dense(rows, columns, weights.offset(), floats);
    }
    final int width = count(name + "Columns");
    final Tensor codes = need(reader.take(name + CompactFile.CODES), Type.U8);
    final long subvectors = codes.shape().size() == 2 ? codes.shape().getLast() : 0;
    final long last = columns - (subvectors - 1) * width;
    if (subvectors < 1 || subvectors > columns || last < 1 || last > width) {
      throw inconsistent("the codes of the %s matrix have the shape %s, expected sub-vectors of %d columns for %d", name, codes.shape(), width, columns);
    }
    requireShape(codes, rows, subvectors);
    final Tensor centroids = reader.take(name + CompactFile.CENTROIDS);
    requireShape(centroids, (long) ProductQuantizer.CENTROIDS * columns);
    final ProductQuantizer places = new ProductQuantizer(columns, (int) subvectors, width, (int) last, centroids.bytes());
    final ProductQuantizer quantizer =
        new ProductQuantizer(columns, (int) subvectors, width, (int) last, floats(centroids, name, columns, places::column));
    return new FastTextMatrix.Quantized(rows, columns, codes.bytes(), quantizer, norms(name, rows));
  }

  private Optional<Norms> norms(final String name, final long rows) throws ModelRefusedException {
    if (!reader.has(name + CompactFile.NORM_CODES)) {
      return Optional.empty();
    }
    final Tensor codes = need(reader.take(name + CompactFile.NORM_CODES), Type.U8);
    requireShape(codes, rows);
    final Tensor centroids = reader.take(name + CompactFile.NORM_CENTROIDS);
    requireShape(centroids, (long) ProductQuantizer.CENTROIDS);
    return Optional.of(new Norms(codes.bytes(), floats(centroids)));
  }

  /** Numbers of the matrix {@code name}, as float32. */
  private MemorySegment floats(final Tensor tensor, final String name, final int columns, final IntUnaryOperator column) throws ModelRefusedException {
    if (tensor.type() != Type.I8) {
      return floats(tensor);
    }
    final Tensor steps = need(reader.take(name + CompactFile.STEPS), Type.F16);
    requireShape(steps, (long) columns);
    if (tensor.bytes().byteSize() > Integer.MAX_VALUE / Float.BYTES) {
      throw inconsistent("the tensor %s has %d numbers, expected at most %d", tensor.name(), tensor.bytes().byteSize(), Integer.MAX_VALUE / Float.BYTES);
    }
    return ByteSteps.widened(tensor.bytes(), steps.bytes(), column);
  }

  private static MemorySegment floats(final Tensor tensor) throws ModelRefusedException {
    return tensor.type() == Type.F16 ? HalfFloats.widened(tensor.bytes()) : need(tensor, Type.F32).bytes();
  }

  private static Tensor need(final Tensor tensor, final Type type) throws ModelRefusedException {
    if (tensor.type() != type) {
      throw inconsistent("the tensor %s has the type %s, expected %s", tensor.name(), tensor.type(), type);
    }
    return tensor;
  }

  private static void requireShape(final Tensor tensor, final Long... expected) throws ModelRefusedException {
    if (!tensor.shape().equals(List.of(expected))) {
      throw inconsistent("the tensor %s has the shape %s, expected %s", tensor.name(), tensor.shape(), List.of(expected));
    }
  }

  private int int32(final String name) throws ModelRefusedException {
    return (int) arguments.number(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private int count(final String name) throws ModelRefusedException {
    return (int) arguments.number(name, 0, Integer.MAX_VALUE);
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
