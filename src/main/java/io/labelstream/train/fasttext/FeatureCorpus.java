package io.labelstream.train.fasttext;

import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Labelled texts as numbers: for each example its labels and the rows of all its features, computed once, so that each further pass over the data reads 4 bytes
 * for a word or a word n-gram. Immutable, and thread-safe until it is closed; outside the heap if it is long, except for the starts of examples.
 *
 * <pre>
 *  example:  | tokens int32 | labels n int32 | n x label int32 | items int32 ... |          at starts[example], to starts[example + 1], int64 each
 *
 *  item:     a row, or, if negative, -1 - type: all rows of a type, which are those of a word and its subwords
 *
 *  types:    rows int32 ... |       type t from typeStarts[t] to typeStarts[t + 1], int32 each
 * </pre>
 */
public final class FeatureCorpus implements AutoCloseable {
  /** The offsets of the parts of an example. */
  static final int TOKENS = 0;

  static final int LABELS = 1;
  static final int FIRST_LABEL = 2;

  private final Arena arena;
  private final Ints stream;
  private final long[] starts;
  private final Ints typeStarts;
  private final Ints typeRows;
  private final int examples;
  private final long tokens;
  private final int mostRows;
  private final int mostContent;
  private int rows;

  private FeatureCorpus(final Builder builder, final int rows) {
    this.arena = builder.arena;
    this.stream = builder.stream.moveTo(arena);
    this.starts = builder.starts;
    this.typeStarts = builder.typeStarts.moveTo(arena);
    this.typeRows = builder.typeRows.moveTo(arena);
    this.examples = builder.examples;
    this.rows = rows;
    this.tokens = builder.tokens;
    this.mostRows = builder.mostRows;
    this.mostContent = builder.mostContent;
  }

  /**
   * The examples of {@code source} as features of {@code space}. Reads the source once. Labels that the space lacks are left out.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if the source has another form than expected
   */
  public static FeatureCorpus of(final ExampleSource source, final FeatureSpace space) throws IOException, TrainingDataException {
    try (CountedExamples counted = CountedExamples.of(source)) {
      return of(counted, space);
    }
  }

  static FeatureCorpus of(final CountedExamples counted, final FeatureSpace space) {
    return new FeatureEncoder(counted, space).encode();
  }

  /** The number of examples, including those without labels or rows. */
  public int examples() {
    return examples;
  }

  /** The number of rows; all rows are below it. */
  public int rows() {
    return rows;
  }

  /** The number of tokens of all examples, including labels and ends of lines, as the reference counts them. */
  public long tokens() {
    return tokens;
  }

  /** The number of tokens of one example, including labels and end of line. */
  public int tokens(final int example) {
    return stream.get(starts[example]);
  }

  /** The number of labels of an example, possibly 0. */
  public int labels(final int example) {
    return stream.get(starts[example] + LABELS);
  }

  /** One label of an example, numbered as in the vocabulary: the first is 0. */
  public int label(final int example, final int index) {
    Objects.checkIndex(index, labels(example));
    return stream.get(starts[example] + FIRST_LABEL + index);
  }

  /** The most rows that an example has. */
  public int mostRows() {
    return mostRows;
  }

  /**
   * The rows of an example's features, each as often as it occurs: words in their order, each followed by its subwords, then word n-grams.
   *
   * @param out at least {@link #mostRows()} elements
   * @return the number of rows, possibly 0
   */
  public int rows(final int example, final int[] out) {
    final int first = FIRST_LABEL + labels(example);
    final int length = (int) (starts[example + 1] - starts[example]);
    if (typeRows.size() == 0) {
      stream.copy(starts[example] + first, length - first, out, 0);
      return length - first;
    }
    final int[] content = new int[length];
    return rows(content, content(example, content), out);
  }

  /** The rows of an example, from its content, which ends at {@code end}. */
  int rows(final int[] content, final int end, final int[] out) {
    final int first = FIRST_LABEL + content[LABELS];
    if (typeRows.size() == 0) {
      System.arraycopy(content, first, out, 0, end - first);
      return end - first;
    }
    int count = 0;
    for (int at = first; at < end; at++) {
      if (content[at] >= 0) {
        out[count++] = content[at];
      } else {
        count += typeRows(-1 - content[at], out, count);
      }
    }
    return count;
  }

  private int typeRows(final int type, final int[] out, final int at) {
    final int first = typeStarts.get(type);
    final int count = typeStarts.get(type + 1L) - first;
    typeRows.copy(first, count, out, at);
    return count;
  }

  /** The rows that occur. */
  public BitSet usedRows() {
    final BitSet used = new BitSet(rows);
    for (long index = 0; index < typeRows.size(); index++) {
      used.set(typeRows.get(index));
    }
    final int[] content = new int[mostContent];
    for (int example = 0; example < examples; example++) {
      use(content, content(example, content), used);
    }
    return used;
  }

  private static void use(final int[] content, final int end, final BitSet used) {
    for (int at = FIRST_LABEL + content[LABELS]; at < end; at++) {
      if (content[at] >= 0) {
        used.set(content[at]);
      }
    }
  }

  /** A separate corpus with the rows that {@code map} keeps, under their new numbers. */
  public FeatureCorpus mapped(final RowMap map) {
    if (map.oldRows() != rows) {
      throw new IllegalArgumentException("the map is one of " + map.oldRows() + " rows, the corpus has " + rows);
    }
    return copied(IntStream.range(0, examples).toArray(), map);
  }

  /** A separate corpus of some examples, which are numbered anew in the given order. */
  public FeatureCorpus sampled(final int[] chosen) {
    return copied(chosen, RowMap.all(rows));
  }

  private FeatureCorpus copied(final int[] chosen, final RowMap map) {
    final Builder builder = new Builder(chosen.length);
    final int[] items = mappedTypes(map, builder);
    final int[] content = new int[mostContent];
    for (final int example : chosen) {
      final int end = content(example, content);
      final int first = FIRST_LABEL + content[LABELS];
      int kept = first;
      for (int at = first; at < end; at++) {
        final int item = content[at] >= 0 ? Builder.item(map.newRow(content[at])) : items[-1 - content[at]];
        content[kept] = item;
        kept += item == Builder.NOTHING ? 0 : 1;
      }
      builder.add(content, first, kept);
    }
    return builder.build(map.newRows());
  }

  /**
   * Gives the rows of this corpus their new numbers in place, while {@link #mapped} would hold two corpora at a time. Only for the maker of the corpus, before
   * it is shared.
   *
   * @param map a map that keeps all rows that occur
   */
  void renumber(final RowMap map) {
    final int[] some = new int[Math.max(mostContent, 1)];
    for (long from = 0; from < typeRows.size(); from += some.length) {
      final int count = (int) Math.min(some.length, typeRows.size() - from);
      typeRows.copy(from, count, some, 0);
      renumber(some, 0, count, map);
      typeRows.set(from, count, some);
    }
    for (int example = 0; example < examples; example++) {
      final int end = content(example, some);
      renumber(some, FIRST_LABEL + some[LABELS], end, map);
      stream.set(starts[example], end, some);
    }
    rows = map.newRows();
  }

  private static void renumber(final int[] items, final int from, final int end, final RowMap map) {
    for (int at = from; at < end; at++) {
      items[at] = items[at] < 0 ? items[at] : map.newRow(items[at]);
    }
  }

  private int[] mappedTypes(final RowMap map, final Builder builder) {
    final int[] items = new int[(int) Math.max(typeStarts.size() - 1, 0)];
    int[] rowsOfType = new int[64];
    for (int type = 0; type < items.length; type++) {
      final int first = typeStarts.get(type);
      final int last = typeStarts.get(type + 1L);
      rowsOfType = rowsOfType.length < last - first ? new int[2 * (last - first)] : rowsOfType;
      int count = 0;
      for (int at = first; at < last; at++) {
        final int row = map.newRow(typeRows.get(at));
        if (row != RowMap.NONE) {
          rowsOfType[count++] = row;
        }
      }
      items[type] = builder.type(rowsOfType, count);
    }
    return items;
  }

  /** The most ints that an example takes. */
  int mostContent() {
    return mostContent;
  }

  /** Copies an example in its layout, and returns its length. Loops over arrays are compiled sooner than those over memory outside the heap. */
  int content(final int example, final int[] out) {
    final long from = starts[example];
    final int length = (int) (starts[example + 1] - from);
    stream.copy(from, length, out, 0);
    return length;
  }

  /** Frees the memory. The corpus must not be used during this call or later. */
  @Override
  public void close() {
    arena.close();
  }

  /** Appends examples one after the other. For one thread. */
  static final class Builder {
    /** The item of a type that has no rows. */
    static final int NOTHING = Integer.MIN_VALUE;

    private final Arena arena = Arena.ofShared();
    private final IntSequence stream = new IntSequence();
    private final IntSequence typeStarts = new IntSequence();
    private final IntSequence typeRows = new IntSequence();
    private final long[] starts;
    private int[] rowsOfItem = new int[0];
    private int types;
    private int examples;
    private long tokens;
    private int mostRows;
    private int mostContent;

    Builder(final int examples) {
      starts = new long[Math.addExact(examples, 1)];
    }

    /** The item that stands for a row, or for {@link RowMap#NONE}. */
    static int item(final int row) {
      return row == RowMap.NONE ? NOTHING : row;
    }

    /** The item that stands for {@code rows}, to be used any number of times. */
    int type(final int[] rows, final int count) {
      if (count == 0) {
        return NOTHING;
      }
      if (count == 1) {
        return rows[0];
      }
      if (types == 0) {
        typeStarts.add(0);
      }
      typeRows.add(rows, 0, count);
      typeStarts.add(Math.toIntExact(typeRows.size()));
      rowsOfItem = IntArrays.grow(rowsOfItem, types + 1);
      rowsOfItem[types] = count;
      return -1 - types++;
    }

    /**
     * Adds an example in its layout.
     *
     * @param firstItem the start of its items
     * @param end their end
     */
    void add(final int[] content, final int firstItem, final int end) {
      stream.add(content, 0, end);
      tokens += content[TOKENS];
      starts[++examples] = stream.size();
      int rows = 0;
      for (int at = firstItem; at < end; at++) {
        rows = Math.addExact(rows, content[at] >= 0 ? 1 : rowsOfItem[-1 - content[at]]);
      }
      mostRows = Math.max(mostRows, rows);
      mostContent = Math.max(mostContent, end);
    }

    FeatureCorpus build(final int rows) {
      return new FeatureCorpus(this, rows);
    }
  }
}
