package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.BatchNorm;
import io.labelstream.train.autograd.Parameters;
import java.util.Arrays;

/** The normalisation of each channel over a batch (Ioffe and Szegedy 2015). Served, it is a factor and a summand. */
final class BatchNormalisation {
  private static final float EPSILON = 1e-5f;
  private static final float KEPT = 0.9f;

  private final NDArray gain;
  private final NDArray bias;
  private final NDArray mean;
  private final NDArray variance;

  BatchNormalisation(final Parameters parameters, final int channels) {
    final float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    this.gain = parameters.vector(ones);
    this.bias = parameters.vector(new float[channels]);
    this.mean = parameters.kept(new float[channels]);
    this.variance = parameters.kept(ones);
  }

  /** @param input {@code batch × channels}, perhaps with further dimensions */
  NDArray apply(final NDArray input, final Pass pass) {
    return BatchNorm.batchNorm(input, mean, variance, gain, bias, 1, KEPT, EPSILON, pass instanceof Pass.Training).singletonOrThrow();
  }

  /** The factor of each channel. */
  float[] scale() {
    final float[] scale = gain.toFloatArray();
    final float[] variances = variance.toFloatArray();
    for (int channel = 0; channel < scale.length; channel++) {
      scale[channel] = (float) (scale[channel] / Math.sqrt(variances[channel] + EPSILON));
    }
    return scale;
  }

  /** The summand of each channel. */
  float[] shift() {
    final float[] shift = bias.toFloatArray();
    final float[] means = mean.toFloatArray();
    final float[] scale = scale();
    for (int channel = 0; channel < shift.length; channel++) {
      shift[channel] -= means[channel] * scale[channel];
    }
    return shift;
  }
}
