package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan for opening a fastText model: the derived tables that the budget allows, and the bytes of each table. Immutable.
 *
 * <p>Derived tables, in the order in which they get the budget:
 *
 * <ol>
 *   <li>Pre-multiplied rows: for softmax over few labels every row is multiplied by the output matrix, so that a text needs no hidden vector. 4 bytes per row
 *       and label.
 *   <li>Word sums: with subwords, each word's row and those of its subwords are added up. 4 bytes per word and column, and 4 per word.
 *   <li>Decoded rows: quantised rows as floats. 4 bytes per row and column.
 *   <li>Decoded output: a quantised output matrix as floats. 4 bytes per label and column.
 * </ol>
 *
 * @param ngramIndex the form of the index from n-grams to rows
 * @param ngramRows the form of the rows of n-grams
 * @param wordRows the form of the rows of words
 * @param output the form of the output matrix
 */
record FastTextPlan(FastTextArtifact artifact, NgramIndexForm ngramIndex, RowForm ngramRows, RowForm wordRows, OutputForm output, ModelMemory memory)
    implements MemoryPlan {
  /** With more labels than this, computing a hidden vector is faster. */
  private static final int MOST_LABELS_TO_PREMULTIPLY = 16;

  /** With more inner nodes than this, it is faster to decide only at those on the way. */
  static final int MOST_NODES_TO_DECIDE_AT_ONCE = 256;

  /** Half of a usual second-level cache. */
  private static final long MOST_BYTES_TO_MAP_BUCKETS = 4L << 20;

  /** The way to find the rows of n-grams. */
  enum NgramIndexForm {
    /** By the bucket's number: {@link CompleteNgrams}. */
    COMPLETE,
    /** By {@link MappedNgrams}. */
    MAPPED,
    /** By {@link FilteredNgrams}. */
    FILTERED
  }

  /** The form in which rows of the input matrix are held. */
  enum RowForm {
    /** Floats, in pages of the file. */
    PAGES,
    /** Floats: copied, decoded or pre-multiplied. */
    FLOATS,
    /** Codes, in pages of the file. */
    CODED_PAGES,
    /** Codes, copied. */
    CODED,
    /** Floats: each word's row with those of its subwords added. For words only. */
    SUMS
  }

  /** The form in which the output matrix is held. */
  enum OutputForm {
    /** Multiplied into the rows of the input matrix. */
    PREMULTIPLIED,
    /** As floats. */
    FLOATS,
    /** As codes. */
    CODED
  }

  static FastTextPlan of(final FastTextArtifact artifact, final ModelOptions options) {
    return new Planner(artifact, options).plan();
  }

  @Override
  public TextClassifier open() throws ModelRefusedException, IOException {
    return FastTextBuilder.build(this, Arena.ofShared());
  }

  /** Spends the budget. Used once. */
  private static final class Planner {
    private final FastTextArtifact artifact;
    private final FastTextFile file;
    private final FastTextArguments arguments;
    private final FastTextVocabulary vocabulary;
    private final boolean mapped;
    private final List<ModelMemory.Part> memory = new ArrayList<>();
    private long budget;

    Planner(final FastTextArtifact artifact, final ModelOptions options) {
      this.artifact = artifact;
      this.file = artifact.file();
      this.arguments = file.arguments();
      this.vocabulary = file.vocabulary();
      this.mapped = artifact.bytes().storage() == ModelBytes.Storage.MAPPED;
      this.budget = options.derivedBudgetBytes();
    }

    FastTextPlan plan() {
      final int words = vocabulary.words();
      final int ngrams = vocabulary.prune().rows(arguments.buckets());
      final boolean subwords = ngrams > 0 && arguments.hasSubwords();
      hold("dictionary", Kind.REQUIRED, Dictionary.bytesFor(vocabulary));
      final NgramIndexForm ngramIndex = ngramIndex(ngrams);
      hold("labels", Kind.REQUIRED, OffHeapLabels.bytesFor(vocabulary.labels(), label -> vocabulary.textLength(words + label)));
      final long counts = subwords ? (long) Integer.BYTES * words : 0;
      final boolean premultiplied = isPremultiplied(counts);
      final RowSpace space = RowSpace.of(premultiplied ? vocabulary.labels() : arguments.dimensions());
      final long sumBytes = space.bytes(words) + counts;
      final boolean sums = subwords && grant(sumBytes);
      final boolean inOrder = !(vocabulary.prune() instanceof FastTextPruneIndex.Pruned pruned) || pruned.isInOrder();
      final RowForm ngramRows = rows("n-gram rows", ngrams, space, premultiplied, inOrder);
      final RowForm wordRows;
      if (sums) {
        hold("word sums", Kind.DERIVED, sumBytes);
        wordRows = RowForm.SUMS;
      } else {
        wordRows = rows("word rows", words, space, premultiplied, true);
      }
      final OutputForm output = premultiplied ? OutputForm.PREMULTIPLIED : output();
      return new FastTextPlan(artifact, ngramIndex, ngramRows, wordRows, output, new ModelMemory(memory));
    }

    private NgramIndexForm ngramIndex(final int ngrams) {
      final NgramIndexForm form;
      final long bytes;
      final long mapBytes = MappedNgrams.bytesFor(arguments.buckets());
      if (vocabulary.prune() instanceof FastTextPruneIndex.Complete || ngrams == 0) {
        form = NgramIndexForm.COMPLETE;
        bytes = 0;
      } else if (mapBytes <= MOST_BYTES_TO_MAP_BUCKETS) {
        form = NgramIndexForm.MAPPED;
        bytes = mapBytes;
      } else {
        form = NgramIndexForm.FILTERED;
        bytes = FilteredNgrams.bytesFor(ngrams);
      }
      hold("n-gram index", Kind.REQUIRED, bytes);
      return form;
    }

    /** True if rows are multiplied by the output matrix when the model is opened, rather than added up as they are. */
    private boolean isPremultiplied(final long counts) {
      final int labels = vocabulary.labels();
      return arguments.loss() == FastTextLoss.SOFTMAX
          && labels <= MOST_LABELS_TO_PREMULTIPLY
          && RowSpace.of(labels).bytes(file.input().rows()) + counts <= budget;
    }

    /** The best form of a table of rows that the budget allows. */
    private RowForm rows(final String name, final int rows, final RowSpace space, final boolean premultiplied, final boolean inOrder) {
      final long bytes = space.bytes(rows);
      // No switch, for whose types the JVM would make a class in each process, which takes milliseconds.
      if (!premultiplied && file.input() instanceof FastTextMatrix.Dense dense) {
        final boolean served = mapped && isReadableBehind(dense);
        hold(name, served ? Kind.MAPPED : Kind.REQUIRED, served ? (long) rows * dense.columns() * Float.BYTES : bytes);
        return served ? RowForm.PAGES : RowForm.FLOATS;
      }
      if (grant(bytes)) {
        hold(name + (premultiplied ? ", pre-multiplied" : ", decoded"), Kind.DERIVED, bytes);
        return RowForm.FLOATS;
      }
      if (!(file.input() instanceof FastTextMatrix.Quantized quantized)) {
        throw new IllegalStateException("rows are pre-multiplied beyond the budget");
      }
      if (mapped && inOrder) {
        hold(name + ", coded", Kind.MAPPED, CodedRows.codeBytesFor(quantized, rows));
        hold(name + ", codebooks", Kind.REQUIRED, CodedRows.codebookBytes(quantized));
        return RowForm.CODED_PAGES;
      }
      hold(name + ", coded", Kind.REQUIRED, CodedRows.bytesFor(quantized, rows));
      return RowForm.CODED;
    }

    private boolean isReadableBehind(final FastTextMatrix.Dense dense) {
      return artifact.bytes().size() - dense.offset() - dense.weights().byteSize() >= Kernels.OVERREAD_BYTES;
    }

    private OutputForm output() {
      final int labels = vocabulary.labels();
      final int padded = Kernels.padded(labels);
      final long byColumn = (long) arguments.dimensions() * padded * Float.BYTES + normBytes(padded);
      if (arguments.loss() != FastTextLoss.HIERARCHICAL_SOFTMAX) {
        return matrix(byColumn);
      }
      hold("label tree", Kind.REQUIRED, HuffmanTree.bytesFor(labels));
      final long byRow = RowSpace.of(arguments.dimensions()).bytes(labels) + Kernels.OVERREAD_BYTES + normBytes(labels);
      return matrix(labels <= MOST_NODES_TO_DECIDE_AT_ONCE ? byColumn : byRow);
    }

    private OutputForm matrix(final long floatBytes) {
      if (!(file.output() instanceof FastTextMatrix.Quantized quantized)) {
        hold("output", Kind.REQUIRED, floatBytes);
        return OutputForm.FLOATS;
      }
      if (grant(floatBytes)) {
        hold("output", Kind.DERIVED, floatBytes);
        return OutputForm.FLOATS;
      }
      hold("output", Kind.REQUIRED, CodedRows.bytesFor(quantized, vocabulary.labels()));
      return OutputForm.CODED;
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

    private void hold(final String name, final Kind kind, final long bytes) {
      memory.add(new ModelMemory.Part(name, kind, bytes));
    }
  }
}
