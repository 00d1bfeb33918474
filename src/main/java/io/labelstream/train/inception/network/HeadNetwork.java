package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.labelstream.model.inception.Affine;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.train.autograd.Parameters;
import java.util.SplittableRandom;

/** From features to the vector that outputs are scored with. */
final class HeadNetwork {
  private final float dropout;
  private final float outputDropout;
  private final SpectralMatrix hidden;
  private final NDArray bias;
  private final BatchNormalisation normalisation;

  HeadNetwork(final Parameters parameters, final NetworkSettings settings, final SplittableRandom random) {
    final int features = settings.shape().features();
    this.dropout = settings.dropout();
    this.outputDropout = settings.outputDropout();
    this.hidden = new SpectralMatrix(parameters, features, random);
    this.bias = parameters.vector(new float[features]);
    this.normalisation = new BatchNormalisation(parameters, features);
  }

  /** @param features {@code texts × features} */
  NDArray apply(final NDArray features, final Pass pass) {
    final NDArray map = Linear.linear(pass.drop(features, dropout), hidden.divided(pass), bias).singletonOrThrow();
    return pass.drop(normalisation.apply(Activation.gelu(map), pass).add(features), outputDropout);
  }

  /** The weights as they are served. */
  InceptionHead heap(final Affine output) {
    return new InceptionHead(new Affine(hidden.heap(), bias.toFloatArray()), normalisation.scale(), normalisation.shift(), output);
  }
}
