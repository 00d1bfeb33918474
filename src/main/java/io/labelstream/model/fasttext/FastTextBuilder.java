package io.labelstream.model.fasttext;

import io.labelstream.kernel.Floats;
import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.LargeTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.fasttext.FastTextPlan.OutputForm;
import io.labelstream.model.fasttext.FastTextPlan.RowForm;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.matrix.ProductRows.Norms;
import io.labelstream.text.Buckets;
import io.labelstream.text.Subwords;
import io.labelstream.text.WordNgrams;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Makes the classifier by a {@link FastTextPlan}. Used once. */
final class FastTextBuilder {
  /** If there are at least this many words, their sums are added up with vector instructions. */
  private static final int MANY_WORDS = 50_000;

  /** Rows of n-grams with at most this many bytes are copied to the heap while word sums are added up. */
  private static final long MOST_BYTES_TO_SUM_ON_HEAP = 16L << 20;

  private static final int FLOATS_AT_ONCE = 1 << 14;

  private final FastTextPlan plan;
  private final ModelBytes bytes;
  private final FastTextFile file;
  private final FastTextArguments arguments;
  private final FastTextVocabulary vocabulary;
  private final Arena arena;
  private final Kernels kernels = Kernels.best();

  private FastTextBuilder(final FastTextPlan plan, final Arena arena) {
    this.plan = plan;
    this.bytes = plan.artifact().bytes();
    this.file = plan.artifact().file();
    this.arguments = file.arguments();
    this.vocabulary = file.vocabulary();
    this.arena = arena;
  }

  /**
   * @param arena the memory of the model, closed with it, or here if the model cannot be made
   * @throws ModelRefusedException if a weight is not finite, or no tree can be built from the labels' counts
   * @throws IOException if pages of the file cannot be mapped
   */
  static FastTextClassifier build(final FastTextPlan plan, final Arena arena) throws ModelRefusedException, IOException {
    try {
      return new FastTextBuilder(plan, arena).build();
    } catch (final ModelRefusedException | IOException | RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  private FastTextClassifier build() throws ModelRefusedException, IOException {
    requireFinite("the input matrix", file.input());
    requireFinite("the output matrix", file.output());
    final Kept kept = kept();
    final boolean ngrams = kept.count() > 0;
    final Optional<Subwords> subwords =
        ngrams && arguments.hasSubwords()
            ? Optional.of(new Subwords(kernels, arguments.shortestSubword(), arguments.longestSubword(), arguments.buckets()))
            : Optional.empty();
    final Optional<WordNgrams> wordNgrams =
        ngrams && arguments.wordNgrams() > 1
            ? Optional.of(new WordNgrams(arguments.wordNgrams(), new Buckets(arguments.buckets())))
            : Optional.empty();

    final Dictionary dictionary = Dictionary.of(vocabulary, arena);
    final NgramIndex ngramIndex = ngramIndex(kept);
    final OffHeapLabels labels = OffHeapLabels.of(vocabulary.entries(), vocabulary.labels(), this::labelStart, this::labelLength, arena);
    final RowSpace space = space();
    final RowTable ngramRows = table(plan.ngramRows(), kept.rows(), space);
    final Rows words = new Rows(vocabulary.words(), 0, word -> word);
    final RowTable wordRows;
    final WordFeatures wordFeatures;
    if (plan.wordRows() == RowForm.SUMS) {
      final WordSums summed = wordSums(words, dictionary, subwords.orElseThrow(), ngramIndex, ngramRows, kept.count(), space);
      wordRows = new FloatRows(kernels, summed.rows().address(), space.stride(), space.columns());
      wordFeatures = new WordFeatures.Summed(summed.counts().address());
    } else {
      wordRows = table(plan.wordRows(), words, space);
      wordFeatures = new WordFeatures.One();
    }
    final FastTextParts parts =
        new FastTextParts(
            kernels, new Lifetime(arena), dictionary, ngramIndex, wordRows, ngramRows, wordFeatures, subwords, wordNgrams, output(), space.columns());
    return new FastTextClassifier(parts, plan.artifact().description(), labels, plan.memory());
  }

  private int labelStart(final int label) {
    return vocabulary.textStart(vocabulary.words() + label);
  }

  private int labelLength(final int label) {
    return vocabulary.textLength(vocabulary.words() + label);
  }

  private void requireFinite(final String name, final FastTextMatrix matrix) throws ModelRefusedException {
    for (final MemorySegment floats : matrix.floats()) {
      if (!Floats.areFinite(floats)) {
        throw new ModelRefusedException(ModelDefect.NOT_FINITE, name + " has a weight that is infinite or not a number");
      }
    }
  }

  /**
   * Rows of the input matrix.
   *
   * @param first the matrix row at which they start, if they are in the order of the file
   * @param order the matrix row of each
   */
  private record Rows(int count, int first, IntUnaryOperator order) {}

  /** The n-grams that have a row, and their rows in the order of their buckets. */
  private record Kept(int[] buckets, Rows rows) {
    int count() {
      return rows.count();
    }
  }

  private Kept kept() {
    final int words = vocabulary.words();
    return vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned
        ? new Kept(pruned.buckets(), new Rows(pruned.size(), words, row -> words + pruned.row(row)))
        : new Kept(new int[0], new Rows(arguments.buckets(), words, row -> words + row));
  }

  private NgramIndex ngramIndex(final Kept kept) {
    return switch (plan.ngramIndex()) {
      case COMPLETE -> new CompleteNgrams();
      case MAPPED -> MappedNgrams.of(HeapNgrams.of(kept.buckets(), arguments.buckets()), arena);
      case FILTERED -> FilteredNgrams.of(kept.buckets(), arena);
    };
  }

  /** The form of all rows that are summed up for a text. */
  private RowSpace space() {
    if (plan.output() != OutputForm.PREMULTIPLIED) {
      return RowSpace.of(arguments.dimensions());
    }
    final RowSpace premultiplied = RowSpace.of(vocabulary.labels());
    return premultiplied.multipliedBy(outputColumns(premultiplied.stride()));
  }

  /** The output matrix by column: one column per dimension, {@code stride} elements each. */
  private float[] outputColumns(final int stride) {
    final RowReader reader = RowReader.of(file.output(), true);
    final float[] row = new float[arguments.dimensions()];
    final float[] columns = new float[row.length * stride];
    for (int label = 0; label < vocabulary.labels(); label++) {
      reader.read(label, row, 0);
      for (int column = 0; column < row.length; column++) {
        columns[column * stride + label] = row[column];
      }
    }
    return columns;
  }

  private WordSums wordSums(
      final Rows words,
      final Dictionary dictionary,
      final Subwords subwords,
      final NgramIndex ngramIndex,
      final RowTable ngramRows,
      final int ngramCount,
      final RowSpace space) {
    try (Arena passing = Arena.ofConfined()) {
      // The sums are the same, bit for bit, either way; vector instructions pay off only once they are compiled.
      final Kernels adding = words.count() < MANY_WORDS ? Kernels.plain() : kernels;
      final FloatRows wordRows = new FloatRows(adding, fill(words, space, passing).address(), space.stride(), space.columns());
      final Subwords hashed = subwords.with(adding);
      if (words.count() < MANY_WORDS && ngramRows instanceof FloatRows floats && space.bytes(ngramCount) <= MOST_BYTES_TO_SUM_ON_HEAP) {
        final NgramIndex index = ngramIndex instanceof MappedNgrams mapped ? mapped.onHeap() : ngramIndex;
        return WordSums.of(
            vocabulary, dictionary.endOfLine(), hashed, index, wordRows.onHeap(words.count()), floats.onHeap(ngramCount), space, arena);
      }
      final RowTable addedNgrams = ngramRows instanceof FloatRows floats ? floats.with(adding) : ngramRows;
      return WordSums.of(vocabulary, dictionary.endOfLine(), hashed, ngramIndex, wordRows, addedNgrams, space, arena);
    }
  }

  private RowTable table(final RowForm form, final Rows rows, final RowSpace space) throws IOException {
    return switch (form) {
      case PAGES -> pages((FastTextMatrix.Dense) file.input(), rows);
      case FLOATS -> new FloatRows(kernels, fill(rows, space, arena).address(), space.stride(), space.columns());
      case CODED_PAGES -> codedPages((FastTextMatrix.Quantized) file.input(), rows);
      case CODED -> CodedRows.of((FastTextMatrix.Quantized) file.input(), rows.count(), rows.order(), arena);
      case SUMS -> throw new IllegalArgumentException("sums are no rows of the input matrix");
    };
  }

  private RowTable pages(final FastTextMatrix.Dense dense, final Rows rows) throws IOException {
    final long rowBytes = (long) dense.columns() * Float.BYTES;
    final MemorySegment table = bytes.map(dense.offset() + rows.first() * rowBytes, rows.count() * rowBytes + Kernels.OVERREAD_BYTES, arena);
    // All pages have just been read for the check. Otherwise texts would pay for mapping them again, one page fault after another.
    table.load();
    return new FloatRows(kernels, table.address(), dense.columns(), dense.columns());
  }

  private RowTable codedPages(final FastTextMatrix.Quantized quantized, final Rows rows) throws IOException {
    final MemorySegment codes = mapped(quantized.codes(), rows, quantized.quantizer().subvectors());
    final MemorySegment normCodes = quantized.norms().isPresent() ? mapped(quantized.norms().get().codes(), rows, 1) : MemorySegment.NULL;
    return CodedRows.inPlace(quantized, codes, normCodes, arena);
  }

  /** The pages of the mapped file that hold some rows of a table, {@code width} bytes each. */
  private MemorySegment mapped(final MemorySegment table, final Rows rows, final int width) throws IOException {
    final long start = table.address() - bytes.segment().address() + (long) rows.first() * width;
    return bytes.map(start, (long) rows.count() * width, arena);
  }

  /** Reads and orders rows of the input matrix, and multiplies them if the space asks for it. */
  private MemorySegment fill(final Rows rows, final RowSpace space, final Arena target) {
    final MemorySegment table = LargeTables.allocate(space.bytes(rows.count()) + Kernels.OVERREAD_BYTES, Kernels.OVERREAD_BYTES, target);
    final int columns = arguments.dimensions();
    final int atOnce = Math.min(rows.count(), Math.max(FLOATS_AT_ONCE / columns, 1));
    final RowReader reader = RowReader.of(file.input(), true);
    final float[] source = new float[atOnce * columns];
    final float[] converted = new float[atOnce * space.stride()];
    for (int from = 0; from < rows.count(); from += Math.max(atOnce, 1)) {
      final int count = Math.min(atOnce, rows.count() - from);
      reader.readAll(from, count, rows.order(), source);
      space.convert(source, columns, count, converted);
      MemorySegment.copy(converted, 0, table, LittleEndian.FLOAT32, space.bytes(from), count * space.stride());
    }
    return table;
  }

  private OutputLayer output() throws ModelRefusedException {
    if (plan.output() == OutputForm.PREMULTIPLIED) {
      return new PremultipliedOutput(kernels, vocabulary.labels());
    }
    return switch (arguments.loss()) {
      case HIERARCHICAL_SOFTMAX -> new HierarchicalOutput(HuffmanTree.of(vocabulary, arena), decisions());
      case SOFTMAX -> new FlatOutput(kernels, labelMatrix(), vocabulary.labels(), FlatOutput.Activation.SOFTMAX);
      case NEGATIVE_SAMPLING, ONE_VERSUS_ALL -> new FlatOutput(kernels, labelMatrix(), vocabulary.labels(), FlatOutput.Activation.SIGMOID);
    };
  }

  private LabelMatrix labelMatrix() {
    final int labels = vocabulary.labels();
    if (plan.output() == OutputForm.CODED) {
      return new LabelMatrix.Coded(codedOutput(), labels);
    }
    final int columns = arguments.dimensions();
    final int padded = Kernels.padded(labels);
    final MemorySegment table = arena.allocate((long) columns * padded * Float.BYTES, Kernels.OVERREAD_BYTES);
    final RowReader reader = RowReader.of(file.output(), false);
    final float[] row = new float[columns];
    for (int label = 0; label < labels; label++) {
      reader.read(label, row, 0);
      for (int column = 0; column < columns; column++) {
        table.setAtIndex(LittleEndian.FLOAT32, (long) column * padded + label, row[column]);
      }
    }
    return new LabelMatrix.Transposed(kernels, table, columns, padded, outputNorms(padded));
  }

  private CodedRows codedOutput() {
    return CodedRows.of((FastTextMatrix.Quantized) file.output(), vocabulary.labels(), label -> label, arena);
  }

  private Decisions decisions() {
    return vocabulary.labels() <= FastTextPlan.MOST_NODES_TO_DECIDE_AT_ONCE
        ? new Decisions.AtOnce(labelMatrix())
        : new Decisions.OnTheWay(nodes());
  }

  private NodeMatrix nodes() {
    if (plan.output() == OutputForm.CODED) {
      return new NodeMatrix.Coded(codedOutput());
    }
    final int labels = vocabulary.labels();
    final RowSpace space = RowSpace.of(arguments.dimensions());
    final MemorySegment table = arena.allocate(space.bytes(labels) + Kernels.OVERREAD_BYTES, Kernels.OVERREAD_BYTES);
    final RowReader reader = RowReader.of(file.output(), false);
    final float[] row = new float[space.columns()];
    for (int label = 0; label < labels; label++) {
      reader.read(label, row, 0);
      MemorySegment.copy(row, 0, table, LittleEndian.FLOAT32, space.bytes(label), row.length);
    }
    return new NodeMatrix.Dense(kernels, table, space.stride(), space.columns(), outputNorms(labels));
  }

  /** The norm of each row of the output matrix if norms are coded apart, else nothing. */
  private MemorySegment outputNorms(final int count) {
    if (!(file.output() instanceof FastTextMatrix.Quantized quantized) || quantized.norms().isEmpty()) {
      return MemorySegment.NULL;
    }
    final Norms norms = quantized.norms().get();
    final MemorySegment table = arena.allocate((long) count * Float.BYTES, Float.BYTES);
    for (int label = 0; label < vocabulary.labels(); label++) {
      final long code = norms.codes().get(LittleEndian.INT8, label) & 0xFFL;
      table.setAtIndex(LittleEndian.FLOAT32, label, norms.centroids().get(LittleEndian.FLOAT32, code * Float.BYTES));
    }
    return table;
  }
}
