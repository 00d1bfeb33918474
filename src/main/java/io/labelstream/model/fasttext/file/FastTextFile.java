package io.labelstream.model.fasttext.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.SectionReader;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows.Norms;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A fastText classifier file ({@code .bin} or {@code .ftz}, format 11 or 12), parsed and checked but not copied: all segments are views of the
 * bytes given to {@link #parse}.
 *
 * <p>All numbers are little endian and packed, without padding.
 *
 * <pre>
 *  | magic int32 = 793712314 | version int32 | 12 x int32 and one float64: arguments |
 *  | size int32 | words int32 | labels int32 | tokens int64 | pruned rows int64: -1 if nothing was pruned |
 *  | size x entry, see {@link FastTextVocabulary} | pruned rows x pair, see {@link FastTextPruneIndex} |
 *  | quantised bool | input matrix | output quantised bool | output matrix |
 *
 *  dense matrix:      | rows int64 | columns int64 | rows x columns float32 |
 *  quantised matrix:  | norms bool | rows int64 | columns int64 | code bytes int32 | codes | quantiser |
 *                     and if there are norms     | rows norm codes | quantiser of one column |
 *  quantiser:         | columns int32 | sub-vectors int32 | columns of each int32 | of the last int32 | 256 x columns float32 |
 * </pre>
 *
 * <p>The output matrix is quantised only if both flags are set. Every count is compared with the bytes that are left before anything is allocated or addressed.
 *
 * @param version 11 or 12
 * @param parts the sections and their sizes, adding up to the size of the file
 */
public record FastTextFile(
    int version,
    FastTextArguments arguments,
    FastTextVocabulary vocabulary,
    FastTextMatrix input,
    FastTextMatrix output,
    List<ModelDescription.Part> parts) {

  /** The name of the family, whatever the form of its files. */
  public static final String FAMILY = "fasttext";

  static final String NOT_QUANTISED = "none";

  /** The names of the parts of a file, in their order. */
  static final String HEADER = "header";

  static final String VOCABULARY = "vocabulary";
  static final String PRUNING = "pruning index";
  static final String INPUT = "input matrix";
  static final String OUTPUT = "output matrix";

  /** The first four bytes of every file of this format. */
  static final int MAGIC = 793712314;

  /** Ten times the greatest difference to the reference's scores. */
  private static final float SCORE_TOLERANCE = 1e-4f;

  private static final int OLDEST_VERSION = 11;
  static final int NEWEST_VERSION = 12;
  private static final int SUPERVISED = 3;
  /** Longer n-grams would only make scratch memory large. */
  private static final int LONGEST_NGRAM = 1 << 10;

  /** Far more than any published model has; keeps products of sizes within 64 bits. */
  private static final int MOST_DIMENSIONS = 1 << 16;

  public FastTextFile {
    parts = List.copyOf(parts);
  }

  /**
   * Parses a whole file.
   *
   * @param file all bytes of the file; the result is valid as long as this segment is
   * @throws ModelRefusedException if the file is not a sound classifier of this format
   */
  public static FastTextFile parse(final MemorySegment file) throws ModelRefusedException {
    return new Parser(file).parse();
  }

  /** True if a file starts like one of this format; it need not be sound. */
  public static boolean isOne(final MemorySegment file) {
    return file.byteSize() >= Integer.BYTES && file.get(LittleEndian.INT32, 0) == MAGIC;
  }

  /** The description of the model by its file. */
  public ModelDescription description(final long fileBytes) {
    return description(version, arguments, vocabulary, fileBytes, properties(), parts);
  }

  static ModelDescription description(
      final int version,
      final FastTextArguments arguments,
      final FastTextVocabulary vocabulary,
      final long fileBytes,
      final List<ModelDescription.Property> properties,
      final List<ModelDescription.Part> parts) {
    return new ModelDescription(
        FAMILY, version, fileBytes, vocabulary.labels(), OptionalInt.of(arguments.dimensions()), arguments.loss().score(), SCORE_TOLERANCE, properties,
        parts);
  }

  /** The properties of the model that are worth showing, whatever the form of its file. */
  List<ModelDescription.Property> properties() {
    return properties(arguments, vocabulary, quantisation(input), quantisation(output));
  }

  static List<ModelDescription.Property> properties(
      final FastTextArguments arguments, final FastTextVocabulary vocabulary, final String inputQuantisation, final String outputQuantisation) {
    final List<ModelDescription.Property> properties = new ArrayList<>();
    properties.add(property("loss", arguments.loss().shortName()));
    properties.add(property("words", vocabulary.words()));
    properties.add(property("word n-grams", arguments.wordNgrams()));
    properties.add(
        property("subwords", arguments.hasSubwords() ? arguments.shortestSubword() + " to " + arguments.longestSubword() : "none"));
    properties.add(property("n-gram buckets", arguments.buckets()));
    properties.add(
        property(
            "pruning",
            vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned ? pruned.size() + " n-gram rows kept" : "none"));
    properties.add(property("input quantisation", inputQuantisation));
    properties.add(property("output quantisation", outputQuantisation));
    properties.add(property("training tokens", vocabulary.tokens()));
    properties.add(property("training epochs", arguments.epochs()));
    return properties;
  }

  private static String quantisation(final FastTextMatrix matrix) {
    return matrix instanceof FastTextMatrix.Quantized quantized
        ? quantized.quantizer().subvectors()
            + " x 8 bits, "
            + quantized.quantizer().subvectorColumns()
            + " columns each"
            + (quantized.norms().isPresent() ? ", norms apart" : "")
        : NOT_QUANTISED;
  }

  private static ModelDescription.Property property(final String name, final Object value) {
    return new ModelDescription.Property(name, String.valueOf(value));
  }

  /** Checks the arguments of a file, whatever its form. */
  static FastTextArguments checkedArguments(
      final int dimensions,
      final int epochs,
      final int minimalCount,
      final int wordNgrams,
      final FastTextLoss loss,
      final int buckets,
      final int shortest,
      final int longest)
      throws ModelRefusedException {
    require(dimensions >= 1 && dimensions <= MOST_DIMENSIONS, "dim is %d, expected 1 to %d", dimensions, MOST_DIMENSIONS);
    require(wordNgrams >= 0, "wordNgrams is %d, expected at least 0", wordNgrams);
    require(buckets >= 0, "bucket is %d, expected at least 0", buckets);
    final int effectiveLongest = Math.max(longest, 0);
    if (Math.max(wordNgrams, effectiveLongest) > LONGEST_NGRAM) {
      throw new ModelRefusedException(
          ModelDefect.UNSUPPORTED, "wordNgrams is " + wordNgrams + " and maxn " + longest + ", supported are n-grams of up to " + LONGEST_NGRAM);
    }
    require(buckets > 0 || wordNgrams <= 1 && effectiveLongest == 0, "bucket is 0 with wordNgrams %d and maxn %d", wordNgrams, longest);
    // The trainer leaves minn at 0 if only maxn was given; n-grams start at one code point all the same.
    final int effectiveShortest = Math.max(shortest, 1);
    return new FastTextArguments(dimensions, epochs, minimalCount, wordNgrams, loss, buckets, effectiveShortest, effectiveLongest);
  }

  private static void require(final boolean holds, final String detail, final Object... values) throws ModelRefusedException {
    if (!holds) {
      throw inconsistent(detail, values);
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }

  /** One pass over the sections, in file order. */
  private static final class Parser {
    private final MemorySegment file;
    private final SectionReader reader;
    private final List<ModelDescription.Part> parts = new ArrayList<>();
    private long partStart;

    Parser(final MemorySegment file) {
      this.file = file;
      this.reader = new SectionReader(file);
    }

    FastTextFile parse() throws ModelRefusedException {
      if (!isOne(file)) {
        throw new ModelRefusedException(
            ModelDefect.NOT_A_MODEL, "the first four bytes are not those of a fastText model (" + file.byteSize() + " bytes in all)");
      }
      reader.skip(Integer.BYTES, "the magic number");
      final int version = version();
      final FastTextArguments arguments = arguments(version);
      endOfPart(HEADER);
      final FastTextVocabulary vocabulary = vocabulary(arguments);
      final boolean quantized = reader.flag("the quantisation flag");
      final FastTextMatrix input = quantized ? quantized("the input matrix", arguments) : dense("the input matrix", arguments);
      checkInput(input, vocabulary, arguments);
      endOfPart(INPUT);
      final boolean outputQuantized = reader.flag("the output quantisation flag");
      final FastTextMatrix output =
          quantized && outputQuantized ? quantized("the output matrix", arguments) : dense("the output matrix", arguments);
      require(output.rows() == vocabulary.labels(), "the output matrix has %d rows, expected one a label: %d", output.rows(), vocabulary.labels());
      endOfPart(OUTPUT);
      if (reader.remaining() > 0) {
        throw new ModelRefusedException(
            ModelDefect.TRAILING_BYTES, "the model ends at byte " + reader.position() + ", but the file has " + file.byteSize());
      }
      return new FastTextFile(version, arguments, vocabulary, input, output, parts);
    }

    private int version() throws ModelRefusedException {
      final int version = reader.int32("the format version");
      final String expected = "format " + version + ", expected " + OLDEST_VERSION + " or " + NEWEST_VERSION;
      if (version < OLDEST_VERSION) {
        throw new ModelRefusedException(ModelDefect.VERSION_TOO_OLD, expected);
      }
      if (version > NEWEST_VERSION) {
        throw new ModelRefusedException(ModelDefect.VERSION_TOO_NEW, expected);
      }
      return version;
    }

    private FastTextArguments arguments(final int version) throws ModelRefusedException {
      final int dimensions = reader.int32("dim");
      reader.skip(Integer.BYTES, "ws");
      final int epochs = reader.int32("epoch");
      final int minimalCount = reader.int32("minCount");
      reader.skip(Integer.BYTES, "neg");
      final int wordNgrams = reader.int32("wordNgrams");
      final int loss = reader.int32("loss");
      final int model = reader.int32("model");
      final int buckets = reader.int32("bucket");
      final int shortest = reader.int32("minn");
      final int longest = reader.int32("maxn");
      reader.skip(Integer.BYTES + Double.BYTES, "lrUpdateRate and t");
      if (model != SUPERVISED) {
        throw new ModelRefusedException(
            ModelDefect.NOT_A_CLASSIFIER, "the model kind is " + model + " (1 cbow, 2 skip-gram), expected " + SUPERVISED + " (supervised)");
      }
      // Classifiers of format 11 were trained without subwords, whatever the value of this field.
      return checkedArguments(
          dimensions, epochs, minimalCount, wordNgrams, loss(loss), buckets, shortest, version == OLDEST_VERSION ? 0 : longest);
    }

    private static FastTextLoss loss(final int code) throws ModelRefusedException {
      for (final FastTextLoss loss : FastTextLoss.values()) {
        if (loss.code() == code) {
          return loss;
        }
      }
      throw inconsistent("loss is %d, expected 1 to 4", code);
    }

    private FastTextVocabulary vocabulary(final FastTextArguments arguments) throws ModelRefusedException {
      final int size = reader.int32("the vocabulary size");
      final int words = reader.int32("the number of words");
      final int labels = reader.int32("the number of labels");
      final long tokens = reader.int64("the number of tokens");
      final long pruned = reader.int64("the number of kept n-gram rows");
      require(words >= 0 && labels >= 0 && size == (long) words + labels, "the vocabulary has %d entries, but %d words and %d labels", size, words, labels);
      if (labels == 0) {
        throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
      }
      if (size > reader.remaining() / FastTextVocabulary.ENTRY_TAIL_BYTES) {
        throw new ModelRefusedException(
            ModelDefect.TRUNCATED, "the vocabulary needs at least " + size * 10L + " bytes, but " + reader.remaining() + " are left");
      }
      final long start = reader.position();
      final int[] starts = entryStarts(size, words);
      final MemorySegment entries = file.asSlice(start, starts[size]);
      endOfPart(VOCABULARY);
      final FastTextPruneIndex prune = prune(pruned, arguments);
      endOfPart(PRUNING);
      return new FastTextVocabulary(words, labels, tokens, entries, starts, prune);
    }

    private int[] entryStarts(final int size, final int words) throws ModelRefusedException {
      final long base = reader.position();
      final int[] starts = new int[size + 1];
      final EntryScanner scanner = new EntryScanner(file);
      for (int index = 0; index < size; index++) {
        final long end = scanner.endOfText(reader.position());
        if (end < 0) {
          throw new ModelRefusedException(
              ModelDefect.TRUNCATED, "vocabulary entry " + index + " at byte " + reader.position() + " does not end");
        }
        reader.skip(end - reader.position() + 1 + Long.BYTES, "a vocabulary entry");
        if (reader.remaining() > 0 && scanner.byteAt(reader.position()) == (index < words ? 0 : 1)) {
          reader.skip(1, "the type of a vocabulary entry");
        } else {
          final boolean label = reader.flag("the type of a vocabulary entry");
          throw inconsistent("vocabulary entry %d is a %s; words must come before labels", index, label ? "label" : "word");
        }
        final long next = reader.position() - base;
        if (next > Integer.MAX_VALUE) {
          throw inconsistent("the vocabulary takes more than %d bytes", Integer.MAX_VALUE);
        }
        starts[index + 1] = (int) next;
      }
      return starts;
    }

    private FastTextPruneIndex prune(final long size, final FastTextArguments arguments) throws ModelRefusedException {
      if (size == -1) {
        return new FastTextPruneIndex.Complete();
      }
      require(size >= 0 && size <= arguments.buckets(), "%d n-gram rows are kept of %d buckets", size, arguments.buckets());
      final MemorySegment pairs = reader.block(size, 2 * Integer.BYTES, "the pruning index");
      final long[] swapped = pairs.toArray(LittleEndian.INT64);
      for (int index = 0; index < size; index++) {
        final int bucket = (int) swapped[index];
        final int row = (int) (swapped[index] >>> Integer.SIZE);
        if (bucket < 0 || bucket >= arguments.buckets() || row < 0 || row >= size) {
          throw inconsistent("pruning pair %d is (%d, %d), expected a bucket below %d and a row below %d", index, bucket, row, arguments.buckets(), size);
        }
        swapped[index] = (long) bucket << Integer.SIZE | row;
      }
      final long[] sorted = RadixSort.byUpperHalf(swapped, arguments.buckets());
      for (int index = 1; index < size; index++) {
        if (sorted[index] >>> Integer.SIZE == sorted[index - 1] >>> Integer.SIZE) {
          throw inconsistent("bucket %d is kept twice", sorted[index] >>> Integer.SIZE);
        }
      }
      return new FastTextPruneIndex.Pruned(sorted);
    }

    private FastTextMatrix.Dense dense(final String name, final FastTextArguments arguments) throws ModelRefusedException {
      final long rows = reader.int64("the rows of " + name);
      final long columns = reader.int64("the columns of " + name);
      checkShape(name, rows, columns, arguments);
      final long offset = reader.position();
      return new FastTextMatrix.Dense(rows, arguments.dimensions(), offset, reader.block(rows, columns * Float.BYTES, name));
    }

    private FastTextMatrix.Quantized quantized(final String name, final FastTextArguments arguments) throws ModelRefusedException {
      final boolean normed = reader.flag("the norm flag of " + name);
      final long rows = reader.int64("the rows of " + name);
      final long columns = reader.int64("the columns of " + name);
      checkShape(name, rows, columns, arguments);
      final int codeBytes = reader.int32("the code bytes of " + name);
      require(codeBytes >= 0, "%s has %d code bytes", name, codeBytes);
      final MemorySegment codes = reader.block(codeBytes, 1, "the codes of " + name);
      final ProductQuantizer quantizer = quantizer(name, arguments.dimensions());
      require(codeBytes == rows * quantizer.subvectors(), "%s has %d code bytes for %d rows of %d", name, codeBytes, rows, quantizer.subvectors());
      if (!normed) {
        return new FastTextMatrix.Quantized(rows, arguments.dimensions(), codes, quantizer, Optional.empty());
      }
      final MemorySegment normCodes = reader.block(rows, 1, "the norm codes of " + name);
      final ProductQuantizer norms = quantizer("the norms of " + name, 1);
      return new FastTextMatrix.Quantized(
          rows, arguments.dimensions(), codes, quantizer, Optional.of(new Norms(normCodes, norms.centroids())));
    }

    private ProductQuantizer quantizer(final String name, final int dimensions) throws ModelRefusedException {
      final int columns = reader.int32("the quantiser's columns of " + name);
      final int subvectors = reader.int32("the sub-vectors of " + name);
      final int subvectorColumns = reader.int32("the sub-vector columns of " + name);
      final int last = reader.int32("the last sub-vector's columns of " + name);
      require(columns == dimensions, "the quantiser of %s has %d columns, expected %d", name, columns, dimensions);
      require(
          subvectors >= 1 && subvectorColumns >= 1 && last >= 1 && last <= subvectorColumns
              && (subvectors - 1L) * subvectorColumns + last == columns,
          "the quantiser of %s cuts %d columns into %d sub-vectors of %d, the last of %d",
          name, columns, subvectors, subvectorColumns, last);
      final MemorySegment centroids = reader.block(columns, (long) ProductQuantizer.CENTROIDS * Float.BYTES, "the centroids of " + name);
      return new ProductQuantizer(columns, subvectors, subvectorColumns, last, centroids);
    }

    private void checkInput(final FastTextMatrix input, final FastTextVocabulary vocabulary, final FastTextArguments arguments)
        throws ModelRefusedException {
      final long ngrams = vocabulary.prune().rows(arguments.buckets());
      require(
          input.rows() == vocabulary.words() + ngrams,
          "the input matrix has %d rows, expected %d words and %d n-grams", input.rows(), vocabulary.words(), ngrams);
      require(
          input instanceof FastTextMatrix.Quantized || vocabulary.prune() instanceof FastTextPruneIndex.Complete,
          "the model is pruned but not quantised; such files were written by a faulty release: quantise the original again");
    }

    private static void checkShape(final String name, final long rows, final long columns, final FastTextArguments arguments)
        throws ModelRefusedException {
      require(rows >= 0 && rows <= Integer.MAX_VALUE, "%s has %d rows, expected 0 to %d", name, rows, Integer.MAX_VALUE);
      require(columns == arguments.dimensions(), "%s has %d columns, expected %d", name, columns, arguments.dimensions());
    }

    private void endOfPart(final String name) {
      parts.add(new ModelDescription.Part(name, reader.position() - partStart));
      partStart = reader.position();
    }
  }
}
