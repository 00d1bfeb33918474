package io.labelstream.train.encoder.layers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.autograd.AdamRows;
import io.labelstream.train.autograd.Parameters;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.encoder.StudentSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A transformer with mean pooling and a map to the dimensions of the targets, in PyTorch. The rows of pieces and positions stay on the heap. For one thread. */
final class LayerNetwork implements AutoCloseable {
  private static final int LONGEST = 126;
  private static final float DECAY = 0.01f;

  private final NDManager manager;
  private final Parameters parameters;
  private final TransformerBody body;
  private final float[] table;
  private final AdamRows rows;
  private final Marks marks;
  private final StudentSettings.Loss loss;
  private final Norm embedding;
  private final List<Block> blocks;
  private final AffineMap dense;

  private record AffineMap(NDArray weight, NDArray bias) {
    NDArray apply(final NDArray input) {
      return Linear.linear(input, weight, bias).singletonOrThrow();
    }

    Affine affine(final int from, final int to) {
      final int columns = (int) weight.getShape().get(1);
      return new Affine(
          new FloatMatrix(to - from, columns, Arrays.copyOfRange(weight.toFloatArray(), from * columns, to * columns)),
          Arrays.copyOfRange(bias.toFloatArray(), from, to));
    }

    Affine affine() {
      return affine(0, (int) weight.getShape().get(0));
    }
  }

  private record Norm(NDArray gain, NDArray shift, float epsilon) {
    NDArray apply(final NDArray input) {
      return LayerNorm.layerNorm(input, gain.getShape(), gain, shift, epsilon).singletonOrThrow();
    }

    LayerNormalisation heap() {
      return new LayerNormalisation(gain.toFloatArray(), shift.toFloatArray());
    }
  }

  /** A layer; the maps of queries, keys and values are one. */
  private record Block(AffineMap attention, AffineMap output, Norm afterAttention, AffineMap intermediate, AffineMap reduction, Norm afterReduction, int heads) {
    NDArray apply(final NDArray input) {
      final long texts = input.getShape().get(0);
      final long length = input.getShape().get(1);
      final long width = input.getShape().get(2);
      final long part = width / heads;
      final NDArray all = attention.apply(input).reshape(texts, length, 3, heads, part).transpose(2, 0, 3, 1, 4);
      final NDArray weights = all.get(0).matMul(all.get(1).transpose(0, 1, 3, 2)).mul((float) (1 / Math.sqrt(part))).softmax(-1);
      final NDArray seen = weights.matMul(all.get(2)).transpose(0, 2, 1, 3).reshape(texts, length, width);
      final NDArray middle = afterAttention.apply(output.apply(seen).add(input));
      return afterReduction.apply(reduction.apply(Activation.gelu(intermediate.apply(middle))).add(middle));
    }

    Layer heap() {
      final int width = (int) output.weight.getShape().get(0);
      return new Layer(attention.affine(0, width), attention.affine(width, 2 * width), attention.affine(2 * width, 3 * width), output.affine(),
          afterAttention.heap(), intermediate.affine(), reduction.affine(), afterReduction.heap());
    }
  }

  LayerNetwork(final TransformerBody body, final Dense start, final Marks marks, final StudentSettings.Loss loss) {
    this.manager = NDManager.newBaseManager();
    this.parameters = new Parameters(manager, DECAY);
    this.body = body;
    this.table = body.tokens().values().clone();
    this.rows = new AdamRows(table, body.dimensions());
    this.marks = marks;
    this.loss = loss;
    this.embedding = norm(body.normalisation());
    this.blocks = new ArrayList<>();
    for (final Layer layer : body.layers()) {
      blocks.add(new Block(map(layer.query(), layer.key(), layer.value()), map(layer.output()), norm(layer.afterAttention()),
          map(layer.intermediate()), map(layer.reduction()), norm(layer.afterReduction()), body.heads()));
    }
    this.dense = map(new Affine(start.weight(), start.bias()));
  }

  private Norm norm(final LayerNormalisation heap) {
    return new Norm(parameters.vector(heap.gain()), parameters.vector(heap.shift()), body.epsilon());
  }

  private AffineMap map(final Affine... parts) {
    int rows = 0;
    for (final Affine part : parts) {
      rows += part.weight().rows();
    }
    final int columns = parts[0].weight().columns();
    final float[] weight = new float[rows * columns];
    final float[] bias = new float[rows];
    int row = 0;
    for (final Affine part : parts) {
      System.arraycopy(part.weight().values(), 0, weight, row * columns, part.weight().values().length);
      System.arraycopy(part.bias(), 0, bias, row, part.bias().length);
      row += part.bias().length;
    }
    return new AffineMap(parameters.matrix(weight, rows, columns), parameters.vector(bias));
  }

  /** The most pieces of a text to train on; those after them are left out. */
  int longest() {
    return Math.min(LONGEST, body.positions().rows() - 2);
  }

  /**
   * Trains on texts of the same number of pieces.
   *
   * @param texts all of them
   * @param batch the numbers of those to train on
   * @return the mean loss
   */
  double train(final StudentTexts texts, final int[] batch, final float rate) {
    final int length = Math.min(longest(), texts.length(batch[0])) + 2;
    final int[] ids = ids(texts, batch, length);
    try (NDManager step = manager.newSubManager()) {
      final NDArray input = step.create(input(ids, length), new Shape(batch.length, length, body.dimensions()));
      input.setRequiresGradient(true);
      final NDArray targets = step.create(targets(texts, batch), new Shape(batch.length, texts.columns()));
      final double mean;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final NDArray ofBatch = loss(forward(input), targets);
        gradients.backward(ofBatch);
        mean = ofBatch.getFloat();
      }
      parameters.step(rate);
      final NDArray gradient = input.getGradient();
      gradient.attach(step);
      move(ids, gradient.toFloatArray(), rate);
      return mean;
    }
  }

  private NDArray forward(final NDArray input) {
    NDArray state = embedding.apply(input);
    for (final Block block : blocks) {
      state = block.apply(state);
    }
    return dense.apply(state.mean(new int[] {1}));
  }

  private NDArray loss(final NDArray vectors, final NDArray targets) {
    return switch (loss) {
      case COSINE -> {
        final NDArray lengths = vectors.square().sum(new int[] {1}, true).add(1e-12f).sqrt();
        yield vectors.div(lengths).mul(targets).sum(new int[] {1}).mean().neg().add(1);
      }
      case MSE -> vectors.sub(targets).square().sum(new int[] {1}).mean();
    };
  }

  private int[] ids(final StudentTexts texts, final int[] batch, final int length) {
    final int[] ids = new int[batch.length * length];
    for (int place = 0; place < batch.length; place++) {
      ids[place * length] = marks.first();
      System.arraycopy(texts.pieces(), texts.starts()[batch[place]], ids, place * length + 1, length - 2);
      ids[place * length + length - 1] = marks.last();
    }
    return ids;
  }

  private float[] input(final int[] ids, final int length) {
    final int width = body.dimensions();
    final float[] input = new float[ids.length * width];
    for (int place = 0; place < ids.length; place++) {
      final int position = place % length * width;
      final int row = ids[place] * width;
      for (int column = 0; column < width; column++) {
        input[place * width + column] = table[row + column] + body.positions().values()[position + column];
      }
    }
    return input;
  }

  private static float[] targets(final StudentTexts texts, final int[] batch) {
    final float[] targets = new float[batch.length * texts.columns()];
    for (int place = 0; place < batch.length; place++) {
      System.arraycopy(texts.targets(), batch[place] * texts.columns(), targets, place * texts.columns(), texts.columns());
    }
    return targets;
  }

  private void move(final int[] ids, final float[] gradient, final float rate) {
    final int width = body.dimensions();
    final float[] ofPiece = new float[width];
    for (int place = 0; place < ids.length; place++) {
      System.arraycopy(gradient, place * width, ofPiece, 0, width);
      rows.add(ids[place], 1, ofPiece);
    }
    rows.step(rate);
  }

  /** The body as it is now, with the same rows of positions. */
  TransformerBody body() {
    return new TransformerBody(new FloatMatrix(body.pieces(), body.dimensions(), table.clone()), body.positions(), embedding.heap(), body.heads(),
        blocks.stream().map(Block::heap).toList(), body.epsilon());
  }

  /** The map as it is now. */
  Dense map() {
    final Affine affine = dense.affine();
    return new Dense(affine.weight(), affine.bias(), VectorOutput.Activation.NONE);
  }

  @Override
  public void close() {
    manager.close();
  }
}
