package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.DenseRows;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.model.fasttext.file.FastTextWriter;
import io.labelstream.train.TrainedModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Locale;

/** A fastText classifier that was trained. Thread-safe until it is closed, as long as no thread writes to its matrices. */
public final class TrainedFastText implements TrainedModel {
  private final Arena arena;
  private final FastTextArguments arguments;
  private final FastTextVocabulary vocabulary;
  private final RowMap rows;
  private final Weights input;
  private final Weights output;
  private final SgdResult result;

  TrainedFastText(
      final Arena arena,
      final FastTextArguments arguments,
      final FastTextVocabulary vocabulary,
      final RowMap rows,
      final Weights input,
      final Weights output,
      final SgdResult result) {
    this.arena = arena;
    this.arguments = arguments;
    this.vocabulary = vocabulary;
    this.rows = rows;
    this.input = input;
    this.output = output;
    this.result = result;
  }

  /** The training arguments that the file records. */
  public FastTextArguments arguments() {
    return arguments;
  }

  /** Words and labels with their counts. */
  public FastTextVocabulary vocabulary() {
    return vocabulary;
  }

  /** The rows of the file that {@link #input()} holds. */
  public RowMap rows() {
    return rows;
  }

  /** The rows of those words and buckets that occurred in the training data. */
  public Weights input() {
    return input;
  }

  /** The output matrix, one row per label. */
  public Weights output() {
    return output;
  }

  /** The result of the training. */
  public SgdResult result() {
    return result;
  }

  @Override
  public Outcome outcome() {
    return new Outcome(
        result.epochs() + (result.epochs() == 1 ? " epoch" : " epochs"), result.elapsed(), String.format(Locale.ROOT, "loss %.4f", result.loss()));
  }

  /**
   * Writes the model as a fastText file that is not quantised ({@code .bin}), which the reference reads.
   *
   * <p>Rows of buckets that never occurred are zeros. The reference leaves the initial values of training there: random numbers in as many tenths of all rows
   * as it has threads, which are noise for texts with unseen n-grams, and zeros in the others.
   */
  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return FastTextWriter.writeDense(arguments, vocabulary, new FileRows(input, rows), new FileRows(output, RowMap.all(output.rows())), channel);
  }

  @Override
  public void close() {
    arena.close();
  }

  /** All rows of the file; those that have no weights are zeros. For one thread. */
  private static final class FileRows implements DenseRows {
    private final Weights weights;
    private final RowMap map;
    /** A buffer of rows, all zeros except while rows are copied. */
    private float[] rows = new float[0];

    FileRows(final Weights weights, final RowMap map) {
      this.weights = weights;
      this.map = map;
    }

    @Override
    public long rows() {
      return map.oldRows();
    }

    @Override
    public int columns() {
      return weights.columns();
    }

    @Override
    public void copy(final long first, final int count, final MemorySegment target) {
      final int columns = weights.columns();
      final int length = count * columns;
      rows = rows.length < length ? new float[length] : rows;
      final int firstRow = map.newRowsBefore((int) first);
      final int endRow = map.newRowsBefore((int) first + count);
      for (int row = firstRow; row < endRow; row++) {
        weights.copyRow(row, rows, (map.oldRow(row) - (int) first) * columns);
      }
      MemorySegment.copy(MemorySegment.ofArray(rows), Weights.FLOAT32, 0, target, Weights.FLOAT32, 0, length);
      for (int row = firstRow; row < endRow; row++) {
        final int at = (map.oldRow(row) - (int) first) * columns;
        Arrays.fill(rows, at, at + columns, 0f);
      }
    }
  }
}
