package io.labelstream.train.encoder.distil;

import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.DivergedException;
import io.labelstream.train.encoder.StudentSettings;
import java.util.Arrays;
import java.util.List;

/** A table of pieces that is trained. */
final class TableStudent implements Student {
  /** Pieces that make out more than about this share of all pieces weigh less in the table that training starts from. */
  private static final double FREQUENT = 1e-4;

  private final WordPieceVocabulary vocabulary;
  private final float[] table;
  private final int columns;
  private final int epochs;
  private final TableTraining training;

  /** @param table from which training starts */
  TableStudent(final WordPieceVocabulary vocabulary, final float[] table, final PieceTexts texts, final UnitVectors targets, final StudentSettings settings) {
    this.vocabulary = vocabulary;
    this.table = table;
    this.columns = targets.columns();
    this.epochs = settings.epochs();
    this.training = new TableTraining(table, texts, targets, settings);
  }

  /** The pieces of a vocabulary as texts. */
  static List<byte[]> pieces(final WordPieceVocabulary vocabulary) {
    return vocabulary.pieces().stream().map(TableStudent::withoutMark).toList();
  }

  private static byte[] withoutMark(final byte[] piece) {
    return piece.length > 2 && piece[0] == '#' && piece[1] == '#' ? Arrays.copyOfRange(piece, 2, piece.length) : piece;
  }

  /**
   * The table to start from: the vectors of the pieces alone, projected, and shorter for those that are frequent.
   *
   * @param vectors the teacher's of the {@linkplain #pieces pieces}
   */
  static float[] start(final PieceTexts texts, final HalfVectors vectors, final Projection projection) {
    final long[] counts = new long[vectors.rows()];
    for (final int piece : texts.pieces()) {
      counts[piece]++;
    }
    final float[] table = new float[Math.multiplyExact(vectors.rows(), projection.dimensions())];
    final float[] vector = new float[vectors.columns()];
    final float[] row = new float[projection.dimensions()];
    for (int piece = 0; piece < vectors.rows(); piece++) {
      vectors.get(piece, vector);
      projection.project(vector, row);
      final float weight = (float) (FREQUENT / (FREQUENT + (double) counts[piece] / texts.pieces().length));
      for (int column = 0; column < row.length; column++) {
        table[piece * row.length + column] = weight * row[column];
      }
    }
    return table;
  }

  @Override
  public String round() {
    return "epoch";
  }

  @Override
  public int rounds() {
    return epochs;
  }

  @Override
  public double train(final Watch watch) throws DivergedException, InterruptedException {
    return training.epoch(watch);
  }

  @Override
  public UnitVectors vectors(final PieceTexts texts) {
    final UnitVectors vectors = new UnitVectors(columns, new float[texts.size() * columns]);
    final float[] mean = new float[columns];
    for (int text = 0; text < texts.size(); text++) {
      TableTraining.mean(table, texts.pieces(), texts.starts()[text], texts.starts()[text + 1], mean);
      vectors.set(text, mean);
    }
    return vectors;
  }

  @Override
  public EncoderModel model() {
    final FloatMatrix rows = new FloatMatrix(vocabulary.size(), columns, table.clone());
    final VectorOutput output = new VectorOutput(VectorOutput.Pooling.MEAN, List.of(), VectorOutput.VectorLength.UNIT);
    return new EncoderModel(vocabulary, new StaticBody(rows), output, new EncoderHead.None());
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
