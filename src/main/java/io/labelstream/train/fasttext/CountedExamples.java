package io.labelstream.train.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Examples after one pass over their source: the distinct tokens as types, the counts of each type and label, and the texts as sequences of types. For one
 * thread; outside the heap, except for the distinct tokens and small data.
 *
 * <pre>
 *  example:  | length int32 | tokens int32 | labels n int32 | n x label int32 | m x type int32 |        length: int32s that follow
 *
 *  tokens counts types and labels, as the reference does; the last type is the end of the line. Tokens of the text that look like labels are none of both.
 * </pre>
 */
final class CountedExamples implements AutoCloseable {
  /** The offsets of the parts of an example after its length. */
  static final int TOKENS = 0;

  static final int LABELS = 1;
  static final int FIRST_LABEL = 2;

  /** The type of the end-of-line token. */
  static final int END_OF_LINE = 0;

  private static final byte[] END_OF_LINE_TEXT = "</s>".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LABEL_PREFIX = FeatureSpace.LABEL_PREFIX.getBytes(StandardCharsets.US_ASCII);

  /** Plain loops: one pass over a file ends before vector code is compiled. */
  private final Kernels kernels = Kernels.plain();
  private final TypeTable types = new TypeTable();
  private final Object2IntMap<String> labels = new Object2IntOpenHashMap<>();
  private final List<String> labelNames = new ArrayList<>();
  private final Arena arena = Arena.ofConfined();
  private final IntSequence stream = new IntSequence();
  private Ints whole = Ints.NONE;
  private long[] typeCounts = new long[1 << 12];
  private final LongArrayList labelCounts = new LongArrayList();
  private long tokens;
  private int examples;
  private byte[] text = new byte[1 << 10];
  private int[] edges = new int[1 << 10];
  private int[] content = new int[1 << 10];

  private CountedExamples() {
    types.add(END_OF_LINE_TEXT, 0, END_OF_LINE_TEXT.length);
  }

  /**
   * Reads {@code source} once.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if the source has another form than expected, or does not fit into memory
   */
  static CountedExamples of(final ExampleSource source) throws IOException, TrainingDataException {
    final CountedExamples counted = new CountedExamples();
    try {
      source.forEach(counted::add);
      counted.whole = counted.stream.moveTo(counted.arena);
    } catch (final TypeTable.FullException e) {
      counted.close();
      throw new TrainingDataException(
          source.name() + " has distinct tokens of more than 2 GiB in all after " + counted.examples() + " texts: are its words separated by white space?", e);
    } catch (final IOException | TrainingDataException | RuntimeException e) {
      counted.close();
      throw e;
    }
    return counted;
  }

  /** The number of examples. */
  int examples() {
    return examples;
  }

  /** The number of types and labels in all examples, each as often as it occurs. */
  long tokens() {
    return tokens;
  }

  TypeTable types() {
    return types;
  }

  /** The type of a word, which is added if it occurs in no example. */
  int type(final byte[] word, final int start, final int end) {
    return types.add(word, start, end);
  }

  /** The number of occurrences of a type. */
  long typeCount(final int type) {
    return type < typeCounts.length ? typeCounts[type] : 0;
  }

  /** The labels without their prefix, by first occurrence. */
  List<String> labelNames() {
    return labelNames;
  }

  /** The number of examples with a label. */
  long labelCount(final int label) {
    return labelCounts.getLong(label);
  }

  /** The length of the example at {@code position}; the next one is at {@code position + 1} plus this length. The first position is 0. */
  int length(final long position) {
    return whole.get(position);
  }

  /** Copies the example at {@code position}, without its length. */
  void copy(final long position, final int length, final int[] out) {
    whole.copy(position + 1, length, out, 0);
  }

  private void add(final Example example) {
    reserve(example);
    System.arraycopy(example.text(), example.offset(), text, 0, example.length());
    final int edgeCount = kernels.tokenEdges(text, 0, example.length(), edges);
    int seen = example.labels().size();
    int end = 1 + FIRST_LABEL;
    for (final String label : example.labels()) {
      content[end++] = label(label);
    }
    int type = -1;
    final int firstType = end;
    for (int edge = 0; edge < edgeCount && type != END_OF_LINE; edge += 2) {
      seen++;
      if (!isLabel(text, edges[edge], edges[edge + 1])) {
        type = types.add(text, edges[edge], edges[edge + 1]);
        content[end++] = type;
      }
    }
    if (type != END_OF_LINE) {
      seen++;
      content[end++] = END_OF_LINE;
    }
    content[0] = end - 1;
    content[1 + TOKENS] = seen;
    content[1 + LABELS] = example.labels().size();
    stream.add(content, 0, end);
    count(firstType, end);
    tokens += seen;
    examples = Math.addExact(examples, 1);
  }

  private void reserve(final Example example) {
    final int length = example.length();
    if (text.length < length + Kernels.OVERREAD_BYTES) {
      text = new byte[Math.addExact(length + (length >> 1), Kernels.OVERREAD_BYTES)];
    }
    if (edges.length < length + 2) {
      edges = new int[text.length];
    }
    final int longest = example.labels().size() + length / 2 + 8;
    if (content.length < longest) {
      content = new int[2 * longest];
    }
  }

  private void count(final int from, final int end) {
    typeCounts = LongArrays.grow(typeCounts, types.size());
    for (int at = from; at < end; at++) {
      typeCounts[content[at]]++;
    }
  }

  private int label(final String name) {
    labels.putIfAbsent(name, labelNames.size());
    final int label = labels.getInt(name);
    if (label == labelNames.size()) {
      labelNames.add(name);
      labelCounts.add(0);
    }
    labelCounts.set(label, labelCounts.getLong(label) + 1);
    return label;
  }

  /** True if a token starts with the prefix of labels. */
  static boolean isLabel(final byte[] text, final int start, final int end) {
    return end - start >= LABEL_PREFIX.length
        && text[start] == LABEL_PREFIX[0]
        && Arrays.equals(text, start, start + LABEL_PREFIX.length, LABEL_PREFIX, 0, LABEL_PREFIX.length);
  }

  @Override
  public void close() {
    stream.close();
    arena.close();
  }
}
