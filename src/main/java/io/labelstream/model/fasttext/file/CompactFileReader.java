package io.labelstream.model.fasttext.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.fasttext.file.FastTextMatrix.Norms;
import io.labelstream.model.fasttext.file.FastTextMatrix.ProductQuantizer;
import io.labelstream.model.fasttext.file.FastTextPruneIndex.Pruned;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.SafetensorsHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Reads files with the layout that {@link CompactFile} documents. Used once. */
final class CompactFileReader {
  private final Safetensors file;
  private final Map<String, String> arguments = new HashMap<>();
  private final Set<String> unread = new HashSet<>();

  CompactFileReader(final Safetensors file) {
    this.file = file;
  }

  CompactFile read() throws ModelRefusedException {
    CompactFile.FORM.require(file);
    readArguments();
    for (final Tensor tensor : file.tensors()) {
      unread.add(tensor.name());
    }
    final FastTextArguments checked = checkedArguments();
    final int words = count("words");
    final int labels = count("labels");
    final FastTextPruneIndex prune = prune(checked);
    final FastTextMatrix input = matrix(CompactFile.INPUT, (long) words + prune.rows(checked.buckets()), checked.dimensions());
    final FastTextMatrix output = matrix(CompactFile.OUTPUT, labels, checked.dimensions());
    final FastTextVocabulary vocabulary = vocabulary(words, labels, checked, prune);
    if (!arguments.isEmpty() || !unread.isEmpty()) {
      throw inconsistent("the file has more than this form knows: arguments %s, tensors %s", shown(arguments.keySet()), shown(unread));
    }
    return new CompactFile(
        new FastTextFile(FastTextFile.NEWEST_VERSION, checked, vocabulary, input, output, file.parts()),
        file.metadataWithout(CompactFile.OWN_KEYS));
  }

  private void readArguments() throws ModelRefusedException {
    for (final String argument : file.metadata().getOrDefault(CompactFile.ARGUMENTS_KEY, "").split(" ")) {
      final int sign = argument.indexOf('=');
      if (sign < 1 || arguments.putIfAbsent(argument.substring(0, sign), argument.substring(sign + 1)) != null) {
        throw inconsistent("%s has the part '%s', expected each argument once, as name=value", CompactFile.ARGUMENTS_KEY, SafetensorsHeader.shown(argument));
      }
    }
  }

  private FastTextArguments checkedArguments() throws ModelRefusedException {
    final String loss = argument("loss");
    for (final FastTextLoss known : FastTextLoss.values()) {
      if (known.shortName().equals(loss)) {
        return FastTextFile.checkedArguments(
            int32("dim"), int32("epoch"), int32("minCount"), int32("wordNgrams"), known, int32("bucket"), int32("minn"), int32("maxn"));
      }
    }
    throw inconsistent("loss is '%s', expected hs, ns, softmax or ova", SafetensorsHeader.shown(loss));
  }

  private FastTextPruneIndex prune(final FastTextArguments checked) throws ModelRefusedException {
    if (!arguments.containsKey("kept")) {
      return new FastTextPruneIndex.Complete();
    }
    final int kept = count("kept");
    if (kept > checked.buckets()) {
      throw inconsistent("%d n-gram rows are kept of %d buckets", kept, checked.buckets());
    }
    return Pruned.inOrder(AscendingCoder.read(bytes(CompactFile.BUCKETS), "the kept buckets", kept, checked.buckets()));
  }

  private FastTextVocabulary vocabulary(final int words, final int labels, final FastTextArguments checked, final FastTextPruneIndex prune)
      throws ModelRefusedException {
    if (labels == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
    }
    final long tokens = number("tokens", Long.MIN_VALUE, Long.MAX_VALUE);
    final byte[] section = bytes(CompactFile.VOCABULARY);
    if (section.length < Integer.BYTES) {
      throw new ModelRefusedException(ModelDefect.TRUNCATED, "the vocabulary has " + section.length + " bytes, expected at least " + Integer.BYTES);
    }
    final int textBytes = MemorySegment.ofArray(section).get(LittleEndian.INT32, 0);
    final byte[] stream = Arrays.copyOfRange(section, Integer.BYTES, section.length);
    final long entries = (long) words + labels;
    final long most = (long) CompactFile.MOST_TEXT_PER_STREAM * stream.length + CompactFile.TEXT_FOR_NOTHING;
    if (textBytes < entries || textBytes > most || textBytes + entries * FastTextVocabulary.ENTRY_TAIL_BYTES > Integer.MAX_VALUE) {
      throw inconsistent("the vocabulary's texts have %d bytes, expected %d to %d for %d words and labels", textBytes, entries, most, entries);
    }
    final List<byte[]> texts = texts(stream, textBytes, (int) entries);
    final long[] counts = checked.loss() == FastTextLoss.HIERARCHICAL_SOFTMAX ? labelCounts(labels) : new long[labels];
    return FastTextVocabulary.of(texts.subList(0, words), new long[words], texts.subList(words, texts.size()), counts, tokens, prune);
  }

  private static List<byte[]> texts(final byte[] stream, final int textBytes, final int entries) throws ModelRefusedException {
    final TextCoder coder = new TextCoder(new BitReader(stream), textBytes);
    final List<byte[]> texts = new ArrayList<>(entries);
    int left = textBytes;
    for (int entry = 0; entry < entries; entry++) {
      final int longest = left - (entries - entry);
      final byte[] text = coder.read(longest);
      if (text.length > longest) {
        throw inconsistent("the vocabulary's texts have more than %d bytes, at entry %d of %d", textBytes, entry, entries);
      }
      texts.add(text);
      left -= text.length + 1;
    }
    if (left > 0) {
      throw inconsistent("the vocabulary's texts have %d bytes fewer than %d", left, textBytes);
    }
    return texts;
  }

  private long[] labelCounts(final int labels) throws ModelRefusedException {
    final long[] counts = Varints.read(bytes(CompactFile.LABEL_COUNTS), "the labels' counts", labels);
    for (int label = 1; label < labels; label++) {
      counts[label] += counts[label - 1];
    }
    return counts;
  }

  private FastTextMatrix matrix(final String name, final long rows, final int columns) throws ModelRefusedException {
    if (rows > Integer.MAX_VALUE) {
      throw inconsistent("the %s matrix has %d rows, expected 0 to %d", name, rows, Integer.MAX_VALUE);
    }
    if (!unread.contains(name + CompactFile.CODES)) {
      final Tensor weights = take(name);
      requireShape(weights, rows, (long) columns);
      // A dense input matrix may be large and is used in place; half floats would have to be decoded.
      final MemorySegment floats = name.equals(CompactFile.INPUT) ? need(weights, Type.F32).bytes() : floats(weights, name, columns, at -> at % columns);
      return new FastTextMatrix.Dense(rows, columns, weights.offset(), floats);
    }
    final int width = count(name + "Columns");
    final Tensor codes = need(take(name + CompactFile.CODES), Type.U8);
    final long subvectors = codes.shape().size() == 2 ? codes.shape().getLast() : 0;
    final long last = columns - (subvectors - 1) * width;
    if (subvectors < 1 || subvectors > columns || last < 1 || last > width) {
      throw inconsistent("the codes of the %s matrix have the shape %s, expected sub-vectors of %d columns for %d", name, codes.shape(), width, columns);
    }
    requireShape(codes, rows, subvectors);
    final Tensor centroids = take(name + CompactFile.CENTROIDS);
    requireShape(centroids, (long) ProductQuantizer.CENTROIDS * columns);
    final ProductQuantizer places = new ProductQuantizer(columns, (int) subvectors, width, (int) last, centroids.bytes());
    final ProductQuantizer quantizer =
        new ProductQuantizer(columns, (int) subvectors, width, (int) last, floats(centroids, name, columns, places::column));
    return new FastTextMatrix.Quantized(rows, columns, codes.bytes(), quantizer, norms(name, rows));
  }

  private Optional<Norms> norms(final String name, final long rows) throws ModelRefusedException {
    if (!unread.contains(name + CompactFile.NORM_CODES)) {
      return Optional.empty();
    }
    final Tensor codes = need(take(name + CompactFile.NORM_CODES), Type.U8);
    requireShape(codes, rows);
    final Tensor centroids = take(name + CompactFile.NORM_CENTROIDS);
    requireShape(centroids, (long) ProductQuantizer.CENTROIDS);
    return Optional.of(new Norms(codes.bytes(), floats(centroids)));
  }

  /** Numbers of the matrix {@code name}, as float32. */
  private MemorySegment floats(final Tensor tensor, final String name, final int columns, final IntUnaryOperator column) throws ModelRefusedException {
    if (tensor.type() != Type.I8) {
      return floats(tensor);
    }
    final Tensor steps = need(take(name + CompactFile.STEPS), Type.F16);
    requireShape(steps, (long) columns);
    if (tensor.bytes().byteSize() > Integer.MAX_VALUE / Float.BYTES) {
      throw inconsistent("the tensor %s has %d numbers, expected at most %d", tensor.name(), tensor.bytes().byteSize(), Integer.MAX_VALUE / Float.BYTES);
    }
    return ByteSteps.widened(tensor.bytes(), steps.bytes(), column);
  }

  private static MemorySegment floats(final Tensor tensor) throws ModelRefusedException {
    return tensor.type() == Type.F16 ? HalfFloats.widened(tensor.bytes()) : need(tensor, Type.F32).bytes();
  }

  private byte[] bytes(final String name) throws ModelRefusedException {
    final MemorySegment bytes = need(take(name), Type.U8).bytes();
    if (bytes.byteSize() > Integer.MAX_VALUE - Long.BYTES) {
      throw inconsistent("the tensor %s has %d bytes, expected at most 2 GiB", name, bytes.byteSize());
    }
    return bytes.toArray(LittleEndian.INT8);
  }

  private Tensor take(final String name) throws ModelRefusedException {
    unread.remove(name);
    final Optional<Tensor> tensor = file.tensor(name);
    if (tensor.isEmpty()) {
      throw inconsistent("the tensor %s is missing", name);
    }
    return tensor.get();
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

  private String argument(final String name) throws ModelRefusedException {
    final String value = arguments.remove(name);
    if (value == null) {
      throw inconsistent("%s lacks %s", CompactFile.ARGUMENTS_KEY, name);
    }
    return value;
  }

  private long number(final String name, final long least, final long most) throws ModelRefusedException {
    final String value = argument(name);
    final OptionalLong number = decimal(value);
    if (number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most) {
      return number.getAsLong();
    }
    throw inconsistent("%s is '%s', expected a number from %d to %d", name, SafetensorsHeader.shown(value), least, most);
  }

  /** A number in its canonical form, without a plus sign or leading zeros; empty if it has another form. */
  private static OptionalLong decimal(final String text) {
    try {
      final long number = Long.parseLong(text);
      return Long.toString(number).equals(text) ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (final NumberFormatException other) {
      return OptionalLong.empty();
    }
  }

  private int int32(final String name) throws ModelRefusedException {
    return (int) number(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private int count(final String name) throws ModelRefusedException {
    return (int) number(name, 0, Integer.MAX_VALUE);
  }

  private static String shown(final Set<String> names) {
    return SafetensorsHeader.shown(String.join(", ", names));
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
