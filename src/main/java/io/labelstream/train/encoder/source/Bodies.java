package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts the weights of a transformer together, and checks that they fit. */
final class Bodies {
  private Bodies() {}

  /**
   * A transformer whose texts are of the first token type.
   *
   * @param types a row for each token type; empty if there is none
   * @throws ModelRefusedException if sizes do not fit, or a weight is not finite
   */
  static TransformerBody of(
      final FloatMatrix pieces, final FloatMatrix positions, final Optional<FloatMatrix> types, final LayerNormalisation normalisation, final int heads,
      final List<Layer> layers, final float epsilon) throws ModelRefusedException {
    final int width = pieces.columns();
    if (heads < 1 || width % heads != 0) {
      throw inconsistent(width + " dimensions are cut into " + heads + " heads");
    }
    if (!(epsilon > 0 && epsilon < 1)) {
      throw inconsistent("the epsilon of normalisations is " + epsilon);
    }
    require(pieces, "the table of pieces", pieces.rows(), width);
    require(positions, "the table of positions", Math.max(1, positions.rows()), width);
    require(normalisation, "the first normalisation", width);
    int number = 1;
    for (final Layer layer : layers) {
      final String name = "layer " + number++;
      require(layer.query(), name + ", query", width, width);
      require(layer.key(), name + ", key", width, width);
      require(layer.value(), name + ", value", width, width);
      require(layer.output(), name + ", output of attention", width, width);
      require(layer.afterAttention(), name + ", normalisation after attention", width);
      final int inner = layer.intermediate().weight().rows();
      require(layer.intermediate(), name + ", intermediate map", inner, width);
      require(layer.reduction(), name + ", map back", width, inner);
      require(layer.afterReduction(), name + ", last normalisation", width);
    }
    return new TransformerBody(pieces, withFirstType(positions, types), normalisation, heads, layers, epsilon);
  }

  /** An encoder without a head; rows of the table of pieces beyond the vocabulary are left out. */
  static ImportedEncoder imported(
      final WordPieceVocabulary vocabulary, final TransformerBody body, final VectorOutput output, final List<String> choices) throws ModelRefusedException {
    final FloatMatrix pieces = body.tokens();
    if (pieces.rows() < vocabulary.size()) {
      throw inconsistent("the tokenizer has " + vocabulary.size() + " pieces, but the table has " + pieces.rows() + " rows");
    }
    final FloatMatrix known = pieces.rows() == vocabulary.size() ? pieces : new FloatMatrix(
        vocabulary.size(), pieces.columns(), Arrays.copyOf(pieces.values(), vocabulary.size() * pieces.columns()));
    final List<String> notes = new ArrayList<>();
    notes.add(vocabulary.size() + " pieces, " + body.layers().size() + " layers of " + body.dimensions() + " dimensions with " + body.heads() + " heads, texts of up to "
        + body.positions().rows() + " pieces");
    notes.addAll(choices);
    return new ImportedEncoder(
        new EncoderModel(
            vocabulary,
            new TransformerBody(known, body.positions(), body.normalisation(), body.heads(), body.layers(), body.epsilon()),
            output,
            new EncoderHead.None()),
        notes);
  }

  static String inWords(final Pooling pooling) {
    return switch (pooling) {
      case MEAN -> "mean of the pieces";
      case FIRST -> "vector of the first piece";
    };
  }

  private static FloatMatrix withFirstType(final FloatMatrix positions, final Optional<FloatMatrix> types) throws ModelRefusedException {
    if (types.isEmpty()) {
      return positions;
    }
    final int width = positions.columns();
    final float[] type = types.get().values();
    require(types.get(), "the table of token types", Math.max(1, types.get().rows()), width);
    final float[] sums = new float[positions.values().length];
    for (int index = 0; index < sums.length; index++) {
      sums[index] = positions.values()[index] + type[index % width];
    }
    return new FloatMatrix(positions.rows(), width, sums);
  }

  private static void require(final Affine map, final String name, final int outputs, final int inputs) throws ModelRefusedException {
    require(map.weight(), name, outputs, inputs);
    require(map.bias(), name, outputs);
  }

  private static void require(final LayerNormalisation normalisation, final String name, final int width) throws ModelRefusedException {
    require(normalisation.gain(), name, width);
    require(normalisation.shift(), name, width);
  }

  private static void require(final FloatMatrix matrix, final String name, final int rows, final int columns) throws ModelRefusedException {
    if (matrix.rows() != rows || matrix.columns() != columns) {
      throw inconsistent(name + " has " + matrix.rows() + " × " + matrix.columns() + " weights, expected " + rows + " × " + columns);
    }
    requireFinite(matrix.values(), name);
  }

  private static void require(final float[] vector, final String name, final int size) throws ModelRefusedException {
    if (vector.length != size) {
      throw inconsistent(name + " has " + vector.length + " numbers, expected " + size);
    }
    requireFinite(vector, name);
  }

  static void requireFinite(final float[] values, final String name) throws ModelRefusedException {
    for (final float value : values) {
      if (!Float.isFinite(value)) {
        throw new ModelRefusedException(ModelDefect.NOT_FINITE, name + " has a weight of " + value);
      }
    }
  }

  private static ModelRefusedException inconsistent(final String detail) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, detail);
  }
}
