package io.labelstream.model.encoder;

import io.labelstream.kernel.Kernels;
import io.labelstream.kernel.PieceKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.matrix.QuantisedRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * An opened {@link StaticBody}: rows of 8-bit integers off the heap, each with a scale.
 *
 * <pre>
 *  rows:    int8, up to a multiple of {@link Kernels#LANES} with zeros | ...
 *  scales:  float32 a row
 *  pairs:   {@link PairTable}
 * </pre>
 *
 * <p>Both are pages of a mapped file if its rows need no zeros.
 */
public final class StaticEncoder implements TextEncoder {
  private static final int ALIGNMENT = 64;
  private static final int FEWEST_PAIRS = 256;

  private final WordPieceTokenizer tokenizer;
  private final MemorySegment rows;
  private final MemorySegment scales;
  private final PairTable pairs;
  private final OpenedOutput output;
  private final Lifetime lifetime;

  private StaticEncoder(
      final WordPieceTokenizer tokenizer, final MemorySegment rows, final MemorySegment scales, final PairTable pairs, final OpenedOutput output,
      final Lifetime lifetime) {
    this.tokenizer = tokenizer;
    this.rows = rows;
    this.scales = scales;
    this.pairs = pairs;
    this.output = output;
    this.lifetime = lifetime;
  }

  /**
   * The bytes that {@link #open} takes, pages of the file among them.
   *
   * @param dimensions the columns of the table
   */
  public static long bytesFor(final WordPieceVocabulary vocabulary, final int dimensions, final PiecePairs pairs, final VectorOutput output) {
    final long row = Kernels.padded(dimensions) + Float.BYTES;
    return WordPieceTokenizer.bytesFor(vocabulary) + (vocabulary.size() + pairs.count()) * row + PairTable.bytesFor(pairs) + OpenedOutput.bytesFor(output);
  }

  /** The part of {@link #bytesFor} that is pages of the file. */
  public static long mappedBytes(final QuantisedRows table, final FileTables tables) {
    return isPadded(table) && tables.kind(table.values()) == Kind.MAPPED ? table.values().byteSize() + table.scales().byteSize() : 0;
  }

  private static boolean isPadded(final QuantisedRows table) {
    return table.columns() == Kernels.padded(table.columns());
  }

  /**
   * Lays out an encoder in {@code arena}.
   *
   * @param table a row for each piece, then one for each pair
   * @param pairs of known pieces
   * @param tables the file that the table may be a view of
   * @param output with mean pooling
   * @param arena of the encoder, and perhaps of other parts of the same model
   * @param lifetime of the arena; ended by {@link #close}
   * @throws IllegalArgumentException if the parts do not belong together
   */
  public static StaticEncoder open(
      final WordPieceVocabulary vocabulary, final QuantisedRows table, final PiecePairs pairs, final FileTables tables, final VectorOutput output,
      final Arena arena, final Lifetime lifetime) {
    if (table.rows() - pairs.count() != vocabulary.size()) {
      throw new IllegalArgumentException("the table has rows for " + (table.rows() - pairs.count()) + " pieces, expected " + vocabulary.size());
    }
    if (output.pooling() != Pooling.MEAN) {
      throw new IllegalArgumentException("the pooling of a table is " + output.pooling() + ", expected " + Pooling.MEAN);
    }
    final FileTables source = isPadded(table) ? tables : FileTables.copied();
    return new StaticEncoder(
        WordPieceTokenizer.open(vocabulary, arena),
        isPadded(table) ? source.serve(table.values(), ALIGNMENT, arena) : padded(table, arena),
        source.serve(table.scales(), Float.BYTES, arena),
        PairTable.of(pairs, vocabulary, arena),
        OpenedOutput.of(table.columns(), output, arena),
        lifetime);
  }

  private static MemorySegment padded(final QuantisedRows table, final Arena arena) {
    final int columns = Kernels.padded(table.columns());
    final MemorySegment rows = arena.allocate((long) table.rows() * columns, ALIGNMENT);
    for (int row = 0; row < table.rows(); row++) {
      MemorySegment.copy(table.values(), (long) row * table.columns(), rows, (long) row * columns, table.columns());
    }
    return rows;
  }

  @Override
  public int dimensions() {
    return output.dimensions();
  }

  @Override
  public EncoderSession newSession() {
    return new Session(this);
  }

  @Override
  public void close() {
    lifetime.close();
  }

  private static final class Session implements EncoderSession {
    private final PieceKernels pieceKernels = PieceKernels.best();
    private final Kernels kernels = Kernels.best();
    private final WordPieceTokenizer tokenizer;
    private final long rows;
    private final long scales;
    private final PairTable pairs;
    private final OpenedOutput.Work work;
    private final Lifetime.Hold hold;
    private int[] pairRows = new int[FEWEST_PAIRS];

    Session(final StaticEncoder encoder) {
      this.hold = encoder.lifetime.newHold();
      this.tokenizer = encoder.tokenizer;
      this.rows = encoder.rows.address();
      this.scales = encoder.scales.address();
      this.pairs = encoder.pairs;
      this.work = encoder.output.newWork();
    }

    @Override
    public float[] encode(final SharedText text) {
      hold.acquire();
      try {
        final WordPieceTokens tokens = text.features(tokenizer);
        if (tokens.count() == 0) {
          return work.zero();
        }
        final float[] mean = work.pooled();
        Arrays.fill(mean, 0f);
        pieceKernels.addRows(rows, mean.length, scales, tokens.ids(), tokens.count(), mean);
        final int found = findPairs(tokens);
        pieceKernels.addRows(rows, mean.length, scales, pairRows, found, mean);
        kernels.scale(mean, mean.length, 1f / (tokens.count() + found));
        return work.vector();
      } finally {
        hold.release();
      }
    }

    private int findPairs(final WordPieceTokens tokens) {
      if (pairRows.length <= tokens.count()) {
        pairRows = new int[2 * tokens.count()];
      }
      return pairs.find(tokens.ids(), tokens.count(), pairRows);
    }
  }
}
