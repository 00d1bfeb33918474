package io.labelstream.train.encoder.compress;

import io.labelstream.model.encoder.EncoderBody;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Encoders with a part of the pieces or dimensions of others. The numbers that are left are the same. */
public final class SmallerEncoders {
  private SmallerEncoders() {}

  /**
   * An encoder with some of the pieces, in ascending order of their bytes, which takes the fewest bytes in a file.
   *
   * @param pieces ids, in any order; the ids of the unknown piece and of those before and after a text are among them
   */
  public static EncoderModel withPieces(final EncoderModel model, final int[] pieces) {
    final List<byte[]> texts = model.vocabulary().pieces();
    final int[] kept = Arrays.stream(pieces).boxed().sorted(Comparator.comparing(texts::get, Arrays::compareUnsigned)).mapToInt(Integer::intValue).toArray();
    final int[] ids = new int[texts.size()];
    Arrays.fill(ids, -1);
    for (int id = 0; id < kept.length; id++) {
      ids[kept[id]] = id;
    }
    final WordPieceVocabulary all = model.vocabulary();
    final WordPieceVocabulary vocabulary = new WordPieceVocabulary(
        Arrays.stream(kept).mapToObj(texts::get).toList(), all.letterCase(), all.accents(), ids[all.unknown()], ids[all.first()], ids[all.last()]);
    final EncoderBody body = switch (model.body()) {
      case StaticBody table -> withPieces(table, kept, ids);
      case TransformerBody transformer -> new TransformerBody(
          rows(transformer.tokens(), kept), transformer.positions(), transformer.normalisation(), transformer.heads(), transformer.layers(),
          transformer.epsilon());
    };
    return new EncoderModel(vocabulary, body, model.output(), model.head());
  }

  /**
   * @param kept ids in their new order
   * @param ids the new id of each piece; -1: it is left out, and the pairs with it
   */
  private static StaticBody withPieces(final StaticBody body, final int[] kept, final int[] ids) {
    final PiecePairs pairs = body.pairs();
    final int[] keptPairs = IntStream.range(0, pairs.count())
        .filter(pair -> ids[pairs.first(pair)] >= 0 && ids[pairs.second(pair)] >= 0)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(pair -> ids[pairs.first(pair)]).thenComparingInt(pair -> ids[pairs.second(pair)]))
        .mapToInt(Integer::intValue)
        .toArray();
    final int[] rows = IntStream.concat(IntStream.of(kept), IntStream.of(keptPairs).map(pair -> body.pieces() + pair)).toArray();
    final int[] pieces = IntStream.of(keptPairs).flatMap(pair -> IntStream.of(ids[pairs.first(pair)], ids[pairs.second(pair)])).toArray();
    return new StaticBody(rows(body.table(), rows), new PiecePairs(pieces));
  }

  /**
   * An encoder whose vectors are the first numbers of those of another.
   *
   * @param dimensions at least 1 and at most as many as there are
   * @throws IllegalArgumentException if the head is of documents, whose vectors are not known as numbers
   */
  public static EncoderModel withDimensions(final EncoderModel model, final int dimensions) {
    if (dimensions == model.dimensions()) {
      return model;
    }
    final EncoderHead head = switch (model.head()) {
      case EncoderHead.None none -> none;
      case LabelRows rows -> new LabelRows(rows.labels(), columns(rows.rows(), dimensions), rows.labelOfRow(), rows.bias(), rows.scale());
      case EncoderHead.Documents _ -> throw new IllegalArgumentException("an index of documents keeps its dimensions: make it anew with a smaller encoder");
    };
    final VectorOutput output = model.output();
    final List<Dense> dense = new ArrayList<>(output.dense());
    if (dense.isEmpty() && model.body() instanceof StaticBody table) {
      return new EncoderModel(model.vocabulary(), new StaticBody(columns(table.table(), dimensions), table.pairs()), output, head);
    }
    if (dense.isEmpty()) {
      dense.add(first(dimensions, model.dimensions()));
    } else {
      final Dense last = dense.removeLast();
      dense.add(new Dense(
          rows(last.weight(), IntStream.range(0, dimensions).toArray()), Arrays.copyOf(last.bias(), dimensions), last.activation()));
    }
    return new EncoderModel(model.vocabulary(), model.body(), new VectorOutput(output.pooling(), dense, output.length()), head);
  }

  /** The map to the first numbers. */
  private static Dense first(final int outputs, final int inputs) {
    final float[] weight = new float[outputs * inputs];
    for (int output = 0; output < outputs; output++) {
      weight[output * inputs + output] = 1;
    }
    return new Dense(new FloatMatrix(outputs, inputs, weight), new float[outputs], Activation.NONE);
  }

  private static FloatMatrix rows(final FloatMatrix matrix, final int[] rows) {
    final float[] values = new float[rows.length * matrix.columns()];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(matrix.values(), rows[row] * matrix.columns(), values, row * matrix.columns(), matrix.columns());
    }
    return new FloatMatrix(rows.length, matrix.columns(), values);
  }

  private static FloatMatrix columns(final FloatMatrix matrix, final int columns) {
    final float[] values = new float[matrix.rows() * columns];
    for (int row = 0; row < matrix.rows(); row++) {
      System.arraycopy(matrix.values(), row * matrix.columns(), values, row * columns, columns);
    }
    return new FloatMatrix(matrix.rows(), columns, values);
  }
}
