package io.labelstream.model.fasttext;

import io.labelstream.kernel.Floats;
import io.labelstream.kernel.Kernels;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextMatrix.Norms;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.fasttext.file.StoredModel;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.text.Buckets;
import io.labelstream.text.Subwords;
import io.labelstream.text.WordNgrams;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Makes a classifier of a model file: decides which derived tables the budget allows, and builds what the session works with. Used once.
 *
 * <p>Derived tables, in the order in which the budget goes to them:
 *
 * <ol>
 *   <li>Pre-multiplied rows: for softmax over few labels every row is multiplied by the output matrix, so that a text needs no hidden vector. 4 bytes a
 *       row and label.
 *   <li>Word sums: with subwords, each word's row and those of its subwords are added up. 4 bytes a word and column, and 4 a word.
 *   <li>Decoded rows: quantised rows as floats. 4 bytes a row and column.
 *   <li>Decoded output: a quantised output matrix as floats. 4 bytes a label and column.
 * </ol>
 */
final class FastTextBuilder {
  /** Larger files are mapped, smaller ones copied. */
  static final long MOST_BYTES_TO_COPY = 64L << 20;

  /** With more labels than this a hidden vector is the shorter way. */
  static final int MOST_LABELS_TO_PREMULTIPLY = 16;

  /** With more inner nodes than this it is faster to decide only at those on the way. */
  static final int MOST_NODES_TO_DECIDE_AT_ONCE = 256;

  /** Half of a usual second-level cache. */
  static final long MOST_BYTES_TO_MAP_BUCKETS = 4L << 20;

  /** With more words than this their sums are added up with vectors. */
  private static final int MANY_WORDS = 50_000;

  /** Rows of n-grams that take no more than this are copied to the heap while word sums are added up. */
  private static final long MOST_BYTES_TO_SUM_ON_HEAP = 16L << 20;

  private static final int FLOATS_AT_ONCE = 1 << 14;

  private final FileChannel channel;
  private final MemorySegment bytes;
  private final boolean mapped;
  private final FastTextFile file;
  private final ModelDescription description;
  private final FastTextArguments arguments;
  private final FastTextVocabulary vocabulary;
  private final Arena arena;
  private final Kernels kernels = Kernels.best();
  private final List<ModelMemory.Part> memory = new ArrayList<>();
  private long budget;
  private Kind outputKind = Kind.REQUIRED;

  private FastTextBuilder(
      final FileChannel channel, final MemorySegment bytes, final boolean mapped, final StoredModel stored, final Arena arena, final ModelOptions options) {
    this.channel = channel;
    this.bytes = bytes;
    this.mapped = mapped;
    this.file = stored.model();
    this.description = stored.description();
    this.arguments = file.arguments();
    this.vocabulary = file.vocabulary();
    this.arena = arena;
    this.budget = options.derivedBudgetBytes();
  }

  /**
   * @throws ModelRefusedException if the file is not a sound model
   * @throws IOException if the file cannot be read
   */
  static FastTextClassifier build(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    return build(channel, options, MOST_BYTES_TO_COPY);
  }

  /**
   * As {@link #build(FileChannel, ModelOptions)}, with another size from which on files are mapped.
   *
   * @param mostBytesToCopy the largest file that is copied
   */
  static FastTextClassifier build(final FileChannel channel, final ModelOptions options, final long mostBytesToCopy)
      throws IOException, ModelRefusedException {
    final long size = channel.size();
    final boolean mapped = size > mostBytesToCopy;
    try (Arena loading = Arena.ofConfined()) {
      final MemorySegment bytes = mapped ? channel.map(MapMode.READ_ONLY, 0, size, loading) : read(channel, size, loading);
      final StoredModel stored = StoredModel.parse(bytes);
      final Arena arena = Arena.ofShared();
      try {
        return new FastTextBuilder(channel, bytes, mapped, stored, arena, options).build();
      } catch (final ModelRefusedException | IOException | RuntimeException | Error e) {
        arena.close();
        throw e;
      }
    }
  }

  private static MemorySegment read(final FileChannel channel, final long size, final Arena arena) throws IOException {
    final MemorySegment bytes = arena.allocate(size, Long.BYTES);
    final ByteBuffer buffer = bytes.asByteBuffer();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, buffer.position()) < 0) {
        throw new EOFException("the file had " + size + " bytes and shrank to " + buffer.position() + " while it was read");
      }
    }
    return bytes;
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
    hold("dictionary", Kind.REQUIRED, dictionary.bytes());
    final NgramIndex ngramIndex = ngramIndex(kept);
    hold("n-gram index", Kind.REQUIRED, ngramIndex.bytes());
    final OffHeapLabels labels = OffHeapLabels.of(vocabulary, arena);
    hold("labels", Kind.REQUIRED, labels.bytes());

    final RowSpace space = space(subwords.isPresent());
    final long sumBytes = space.bytes(vocabulary.words()) + (long) Integer.BYTES * vocabulary.words();
    final boolean sums = subwords.isPresent() && grant(sumBytes);
    final RowTable ngramRows = table("n-gram rows", kept.rows(), space);
    final Rows words = new Rows(vocabulary.words(), 0, true, word -> word);
    final RowTable wordRows;
    final WordFeatures wordFeatures;
    if (sums) {
      final WordSums summed = wordSums(words, dictionary, subwords.get(), ngramIndex, ngramRows, kept.count(), space);
      wordRows = new FloatRows(kernels, summed.rows().address(), space.stride(), space.columns());
      wordFeatures = new WordFeatures.Summed(summed.counts().address());
      hold("word sums", Kind.DERIVED, sumBytes);
    } else {
      wordRows = table("word rows", words, space);
      wordFeatures = new WordFeatures.One();
    }
    final OutputLayer output = output(space);
    final FastTextParts parts =
        new FastTextParts(
            kernels, new Lifetime(arena), dictionary, ngramIndex, wordRows, ngramRows, wordFeatures, subwords, wordNgrams, output, space.columns());
    return new FastTextClassifier(parts, description, labels, new ModelMemory(memory));
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
   * @param first the matrix row where they start
   * @param inOrder whether they are in the order of the file, as rows of dense matrices always are
   * @param order the matrix row of each
   */
  private record Rows(int count, int first, boolean inOrder, IntUnaryOperator order) {}

  /** The n-grams that have a row, and their rows in the order of their buckets. */
  private record Kept(int[] buckets, Rows rows) {
    int count() {
      return rows.count();
    }
  }

  private Kept kept() {
    final int words = vocabulary.words();
    return vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned
        ? new Kept(pruned.buckets(), new Rows(pruned.size(), words, pruned.isInOrder(), row -> words + pruned.row(row)))
        : new Kept(new int[0], new Rows(arguments.buckets(), words, true, row -> words + row));
  }

  private NgramIndex ngramIndex(final Kept kept) {
    if (vocabulary.prune() instanceof FastTextPruneIndex.Complete || kept.count() == 0) {
      return new CompleteNgrams();
    }
    return MappedNgrams.bytesFor(arguments.buckets()) <= MOST_BYTES_TO_MAP_BUCKETS
        ? MappedNgrams.of(HeapNgrams.of(kept.buckets(), arguments.buckets()), arena)
        : FilteredNgrams.of(kept.buckets(), arena);
  }

  /** Chooses whether rows are added up as they are or multiplied by the output matrix beforehand. */
  private RowSpace space(final boolean subwords) {
    final int labels = vocabulary.labels();
    if (arguments.loss() == FastTextLoss.SOFTMAX && labels <= MOST_LABELS_TO_PREMULTIPLY) {
      final RowSpace premultiplied = RowSpace.of(labels);
      final long counts = subwords ? (long) Integer.BYTES * vocabulary.words() : 0;
      if (premultiplied.bytes(file.input().rows()) + counts <= budget) {
        return premultiplied.multipliedBy(outputColumns(premultiplied.stride()));
      }
    }
    return RowSpace.of(arguments.dimensions());
  }

  /** The output matrix by column: one column a dimension, {@code stride} elements each. */
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
      // The sums are the same bits either way; vectors pay off only once they are compiled.
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

  /** A table of rows in the best form that the budget allows. */
  private RowTable table(final String name, final Rows rows, final RowSpace space) throws IOException {
    final long bytes = space.bytes(rows.count());
    final FastTextMatrix input = file.input();
    if (input instanceof FastTextMatrix.Dense dense && space.isPlain()) {
      return mapped && isReadableBehind(dense) ? mapped(name, dense, rows) : floats(name, Kind.REQUIRED, rows, space);
    }
    if (grant(bytes)) {
      return floats(name + (space.isPlain() ? ", decoded" : ", pre-multiplied"), Kind.DERIVED, rows, space);
    }
    if (input instanceof FastTextMatrix.Quantized quantized) {
      return coded(name, quantized, rows);
    }
    throw new IllegalStateException("rows are pre-multiplied beyond the budget");
  }

  private RowTable mapped(final String name, final FastTextMatrix.Dense dense, final Rows rows) throws IOException {
    final long rowBytes = (long) dense.columns() * Float.BYTES;
    final long bytes = rows.count() * rowBytes;
    hold(name, Kind.MAPPED, bytes);
    final MemorySegment table = channel.map(MapMode.READ_ONLY, dense.offset() + rows.first() * rowBytes, bytes + Kernels.OVERREAD_BYTES, arena);
    // All of them have just been read to be checked. Texts would otherwise pay for mapping them again, one page fault after another.
    table.load();
    return new FloatRows(kernels, table.address(), dense.columns(), dense.columns());
  }

  private RowTable floats(final String name, final Kind kind, final Rows rows, final RowSpace space) {
    hold(name, kind, space.bytes(rows.count()));
    return new FloatRows(kernels, fill(rows, space, arena).address(), space.stride(), space.columns());
  }

  private RowTable coded(final String name, final FastTextMatrix.Quantized quantized, final Rows rows) throws IOException {
    if (mapped && rows.inOrder()) {
      hold(name + ", coded", Kind.MAPPED, CodedRows.codeBytesFor(quantized, rows.count()));
      hold(name + ", codebooks", Kind.REQUIRED, CodedRows.codebookBytes(quantized));
      final MemorySegment codes = mapped(quantized.codes(), rows, quantized.quantizer().subvectors());
      final MemorySegment normCodes = quantized.norms().isPresent() ? mapped(quantized.norms().get().codes(), rows, 1) : MemorySegment.NULL;
      return CodedRows.inPlace(quantized, codes, normCodes, arena);
    }
    final CodedRows coded = CodedRows.of(quantized, rows.count(), rows.order(), arena);
    hold(name + ", coded", Kind.REQUIRED, coded.bytes());
    return coded;
  }

  /** The pages of some rows, which are so many bytes wide, of a table in the mapped file. */
  private MemorySegment mapped(final MemorySegment table, final Rows rows, final int width) throws IOException {
    final long start = table.address() - bytes.address() + (long) rows.first() * width;
    return channel.map(MapMode.READ_ONLY, start, (long) rows.count() * width, arena);
  }

  private boolean isReadableBehind(final FastTextMatrix.Dense dense) {
    return bytes.byteSize() - dense.offset() - dense.weights().byteSize() >= Kernels.OVERREAD_BYTES;
  }

  /** Reads, orders and if need be multiplies rows of the input matrix. */
  private MemorySegment fill(final Rows rows, final RowSpace space, final Arena target) {
    final MemorySegment table = target.allocate(space.bytes(rows.count()) + Kernels.OVERREAD_BYTES, Kernels.OVERREAD_BYTES);
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

  private OutputLayer output(final RowSpace space) throws ModelRefusedException {
    if (!space.isPlain()) {
      return new PremultipliedOutput(kernels, vocabulary.labels());
    }
    final OutputLayer output =
        switch (arguments.loss()) {
          case HIERARCHICAL_SOFTMAX -> new HierarchicalOutput(tree(), decisions());
          case SOFTMAX -> new FlatOutput(kernels, labelMatrix(), vocabulary.labels(), FlatOutput.Activation.SOFTMAX);
          case NEGATIVE_SAMPLING, ONE_VERSUS_ALL -> new FlatOutput(kernels, labelMatrix(), vocabulary.labels(), FlatOutput.Activation.SIGMOID);
        };
    hold("output", outputKind, output.bytes());
    return output;
  }

  private HuffmanTree tree() throws ModelRefusedException {
    final HuffmanTree tree = HuffmanTree.of(vocabulary, arena);
    hold("label tree", Kind.REQUIRED, tree.bytes());
    return tree;
  }

  private LabelMatrix labelMatrix() {
    final int labels = vocabulary.labels();
    final int columns = arguments.dimensions();
    final int padded = Kernels.padded(labels);
    final long bytes = (long) columns * padded * Float.BYTES;
    if (file.output() instanceof FastTextMatrix.Quantized quantized && !grantOutput(bytes + outputNormBytes(padded))) {
      return new LabelMatrix.Coded(CodedRows.of(quantized, labels, label -> label, arena), labels);
    }
    final MemorySegment table = arena.allocate(bytes, Kernels.OVERREAD_BYTES);
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

  private Decisions decisions() {
    return vocabulary.labels() <= MOST_NODES_TO_DECIDE_AT_ONCE
        ? new Decisions.AtOnce(labelMatrix())
        : new Decisions.OnTheWay(nodes());
  }

  private NodeMatrix nodes() {
    final int labels = vocabulary.labels();
    final RowSpace space = RowSpace.of(arguments.dimensions());
    if (file.output() instanceof FastTextMatrix.Quantized quantized && !grantOutput(space.bytes(labels) + Kernels.OVERREAD_BYTES + outputNormBytes(labels))) {
      return new NodeMatrix.Coded(CodedRows.of(quantized, labels, label -> label, arena));
    }
    final MemorySegment table = arena.allocate(space.bytes(labels) + Kernels.OVERREAD_BYTES, Kernels.OVERREAD_BYTES);
    final RowReader reader = RowReader.of(file.output(), false);
    final float[] row = new float[space.columns()];
    for (int label = 0; label < labels; label++) {
      reader.read(label, row, 0);
      MemorySegment.copy(row, 0, table, LittleEndian.FLOAT32, space.bytes(label), row.length);
    }
    return new NodeMatrix.Dense(kernels, table, space.stride(), space.columns(), outputNorms(labels));
  }

  /** The norm of each row of the output matrix where it is coded apart, else nothing. */
  private MemorySegment outputNorms(final int count) {
    if (!(file.output() instanceof FastTextMatrix.Quantized quantized) || quantized.norms().isEmpty()) {
      return MemorySegment.NULL;
    }
    final Norms norms = quantized.norms().get();
    final MemorySegment table = arena.allocate(outputNormBytes(count), Float.BYTES);
    for (int label = 0; label < vocabulary.labels(); label++) {
      final long code = norms.codes().get(LittleEndian.INT8, label) & 0xFFL;
      table.setAtIndex(LittleEndian.FLOAT32, label, norms.centroids().get(LittleEndian.FLOAT32, code * Float.BYTES));
    }
    return table;
  }

  private long outputNormBytes(final int count) {
    return file.output() instanceof FastTextMatrix.Quantized quantized && quantized.norms().isPresent() ? (long) count * Float.BYTES : 0;
  }

  private boolean grantOutput(final long bytes) {
    final boolean granted = grant(bytes);
    outputKind = granted ? Kind.DERIVED : Kind.REQUIRED;
    return granted;
  }

  private boolean grant(final long bytes) {
    if (bytes > budget) {
      return false;
    }
    budget -= bytes;
    return true;
  }

  private void hold(final String name, final Kind kind, final long bytes) {
    memory.add(new ModelMemory.Part(name, kind, bytes));
  }
}
