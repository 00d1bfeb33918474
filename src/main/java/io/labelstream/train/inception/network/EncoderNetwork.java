package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import io.labelstream.model.inception.Affine;
import io.labelstream.model.inception.InceptionEncoder;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.autograd.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * From embeddings to features. The first convolutions are computed as one with the longest kernel, in which the places that shorter ones do not see are masked: that
 * is faster than three, and than products of matrices.
 */
final class EncoderNetwork {
  private static final int CHANNELS = InceptionShape.CHANNELS;
  private static final int LONGEST = InceptionShape.LONGEST_KERNEL;
  private static final int FIRST_CHANNELS = InceptionShape.kernels() * CHANNELS;
  private static final int PADDING = InceptionShape.padding(InceptionShape.kernels() - 1);
  private static final Shape STRIDE = new Shape(InceptionShape.STRIDE);
  private static final Shape NO_PADDING = new Shape(0);

  private final InceptionShape shape;
  private final float dropout;
  private final Optional<EnhancementNetwork> enhancement;
  private final NDArray projection;
  private final NDArray projectionBias;
  private final BatchNormalisation projected;
  private final NDArray first;
  private final NDArray firstMask;
  private final NDArray firstBias;
  private final BatchNormalisation convolved;
  private final NDArray second;
  private final NDArray secondBias;
  private final BatchNormalisation output;

  EncoderNetwork(final Parameters parameters, final NetworkSettings settings, final SplittableRandom random) {
    this.shape = settings.shape();
    this.dropout = settings.dropout();
    this.enhancement = switch (settings.enhancement()) {
      case TWO_ATTENTIONS -> Optional.of(new EnhancementNetwork(parameters, shape, random));
      case NONE -> Optional.empty();
    };
    this.projection = parameters.matrix(
        StartWeights.uniform(CHANNELS * InceptionShape.SLOTS, InceptionShape.SLOTS, CHANNELS, random), CHANNELS, InceptionShape.SLOTS);
    this.projectionBias = parameters.vector(new float[CHANNELS]);
    this.projected = new BatchNormalisation(parameters, CHANNELS);
    final float[] mask = mask();
    this.first = parameters.matrix(firstStart(mask, random), FIRST_CHANNELS, CHANNELS * LONGEST);
    this.firstMask = parameters.kept(mask);
    this.firstBias = parameters.vector(new float[FIRST_CHANNELS]);
    this.convolved = new BatchNormalisation(parameters, FIRST_CHANNELS);
    this.second = parameters.matrix(
        StartWeights.uniform(CHANNELS * FIRST_CHANNELS * LONGEST, FIRST_CHANNELS * LONGEST, CHANNELS * LONGEST, random), CHANNELS, FIRST_CHANNELS * LONGEST);
    this.secondBias = parameters.vector(new float[CHANNELS]);
    this.output = new BatchNormalisation(parameters, CHANNELS);
  }

  /** The first place of a kernel within the longest one. */
  private static int start(final int kernel) {
    return PADDING - InceptionShape.padding(kernel);
  }

  /** 1 for each weight that a kernel has, and 0 for all others of the longest one. */
  private static float[] mask() {
    final float[] mask = new float[FIRST_CHANNELS * CHANNELS * LONGEST];
    for (int row = 0; row < FIRST_CHANNELS * CHANNELS; row++) {
      final int kernel = row / (CHANNELS * CHANNELS);
      final int from = row * LONGEST + start(kernel);
      Arrays.fill(mask, from, from + InceptionShape.kernel(kernel), 1);
    }
    return mask;
  }

  private static float[] firstStart(final float[] mask, final SplittableRandom random) {
    final int ofKernel = CHANNELS * CHANNELS * LONGEST;
    final float[] start = new float[mask.length];
    for (int kernel = 0; kernel < InceptionShape.kernels(); kernel++) {
      final int inputs = CHANNELS * InceptionShape.kernel(kernel);
      System.arraycopy(StartWeights.uniform(ofKernel, inputs, inputs, random), 0, start, kernel * ofKernel, ofKernel);
    }
    for (int at = 0; at < start.length; at++) {
      start[at] *= mask[at];
    }
    return start;
  }

  /**
   * The features of texts.
   *
   * @param embeddings {@code texts × slots × width}
   * @return {@code texts × features}
   */
  NDArray features(final NDArray embeddings, final Pass pass) {
    final NDArray enhanced = enhancement.isPresent() ? enhancement.get().apply(embeddings, pass) : embeddings;
    final NDArray channels =
        projected.apply(Activation.gelu(Conv1d.conv1d(enhanced, projection.reshape(CHANNELS, InceptionShape.SLOTS, 1), projectionBias).singletonOrThrow()), pass);
    final NDArray kernels = first.mul(firstMask.reshape(first.getShape())).reshape(FIRST_CHANNELS, CHANNELS, LONGEST);
    final NDArray convolutions =
        convolved.apply(Activation.gelu(Conv1d.conv1d(circular(channels), kernels, firstBias, STRIDE, NO_PADDING).singletonOrThrow()), pass);
    final NDArray last = Conv1d.conv1d(
        pass.drop(convolutions, dropout), second.reshape(CHANNELS, FIRST_CHANNELS, LONGEST), secondBias, STRIDE, NO_PADDING).singletonOrThrow();
    return output.apply(Activation.gelu(last), pass).reshape(-1, shape.features());
  }

  private NDArray circular(final NDArray channels) {
    final NDArray before = channels.get(new NDIndex().addAllDim(2).addSliceDim(shape.width() - PADDING, shape.width()));
    final NDArray after = channels.get(new NDIndex().addAllDim(2).addSliceDim(0, PADDING));
    return NDArrays.concat(new NDList(before, channels, after), 2);
  }

  /** The weights as they are served. */
  InceptionEncoder heap() {
    final List<Affine> convolutions = new ArrayList<>();
    for (int kernel = 0; kernel < InceptionShape.kernels(); kernel++) {
      convolutions.add(folded(convolution(kernel), projected));
    }
    final Affine last = new Affine(new FloatMatrix(CHANNELS, FIRST_CHANNELS * LONGEST, second.toFloatArray()), secondBias.toFloatArray());
    return new InceptionEncoder(shape, enhancement.map(EnhancementNetwork::heap),
        new Affine(new FloatMatrix(CHANNELS, InceptionShape.SLOTS, projection.toFloatArray()), projectionBias.toFloatArray()),
        convolutions, folded(last, convolved), output.scale(), output.shift());
  }

  private Affine convolution(final int kernel) {
    final int length = InceptionShape.kernel(kernel);
    final float[] all = first.toFloatArray();
    final float[] weights = new float[CHANNELS * CHANNELS * length];
    for (int row = 0; row < CHANNELS * CHANNELS; row++) {
      System.arraycopy(all, (kernel * CHANNELS * CHANNELS + row) * LONGEST + start(kernel), weights, row * length, length);
    }
    return new Affine(new FloatMatrix(CHANNELS, CHANNELS * length, weights),
        Arrays.copyOfRange(firstBias.toFloatArray(), kernel * CHANNELS, (kernel + 1) * CHANNELS));
  }

  /** A convolution of inputs that were not normalised before. */
  private static Affine folded(final Affine map, final BatchNormalisation before) {
    final float[] scale = before.scale();
    final float[] shift = before.shift();
    final int columns = map.weight().columns();
    final int kernel = columns / scale.length;
    final float[] weights = map.weight().values().clone();
    final float[] bias = map.bias().clone();
    for (int row = 0; row < bias.length; row++) {
      double sum = bias[row];
      for (int column = 0; column < columns; column++) {
        final int channel = column / kernel;
        sum += (double) weights[row * columns + column] * shift[channel];
        weights[row * columns + column] *= scale[channel];
      }
      bias[row] = (float) sum;
    }
    return new Affine(new FloatMatrix(bias.length, columns, weights), bias);
  }
}
