package io.labelstream.train.encoder.source;

import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A small BERT with random weights, always the same.
 *
 * @param types a row for each token type
 */
record TinyBert(FloatMatrix pieces, FloatMatrix positions, FloatMatrix types, LayerNormalisation normalisation, List<Layer> layers) {
  static final int WIDTH = 8;
  static final int INNER = 12;
  static final int HEADS = 2;
  static final int POSITIONS = 10;
  static final float EPSILON = 1e-6f;

  /** The pieces by their ids. */
  static final List<String> PIECES = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "##s", "sat", "e", "world", ".");

  static TinyBert make() {
    final SplittableRandom random = new SplittableRandom(7);
    return new TinyBert(
        matrix(PIECES.size(), WIDTH, random), matrix(POSITIONS, WIDTH, random), matrix(2, WIDTH, random), normalisation(random),
        IntStream.range(0, 2).mapToObj(number -> layer(random)).toList());
  }

  /** The body that is to be read. */
  TransformerBody body() {
    final float[] sums = positions.values().clone();
    for (int index = 0; index < sums.length; index++) {
      sums[index] += types.values()[index % WIDTH];
    }
    return new TransformerBody(pieces, new FloatMatrix(POSITIONS, WIDTH, sums), normalisation, HEADS, layers, EPSILON);
  }

  /** A map from the vectors. */
  static Affine dense(final int outputs) {
    return affine(outputs, WIDTH, new SplittableRandom(8));
  }

  private static Layer layer(final SplittableRandom random) {
    return new Layer(
        affine(WIDTH, WIDTH, random), affine(WIDTH, WIDTH, random), affine(WIDTH, WIDTH, random), affine(WIDTH, WIDTH, random), normalisation(random),
        affine(INNER, WIDTH, random), affine(WIDTH, INNER, random), normalisation(random));
  }

  private static Affine affine(final int outputs, final int inputs, final SplittableRandom random) {
    return new Affine(matrix(outputs, inputs, random), vector(outputs, random));
  }

  private static LayerNormalisation normalisation(final SplittableRandom random) {
    return new LayerNormalisation(vector(WIDTH, random), vector(WIDTH, random));
  }

  private static FloatMatrix matrix(final int rows, final int columns, final SplittableRandom random) {
    return new FloatMatrix(rows, columns, vector(rows * columns, random));
  }

  /** Multiples of 1/64, which float16 and bfloat16 can hold, too. */
  private static float[] vector(final int size, final SplittableRandom random) {
    final float[] values = new float[size];
    for (int index = 0; index < size; index++) {
      values[index] = random.nextInt(-127, 128) / 64f;
    }
    return values;
  }
}
