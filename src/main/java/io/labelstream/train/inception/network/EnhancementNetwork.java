package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import io.labelstream.model.inception.Enhancement;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.train.autograd.Parameters;
import java.util.SplittableRandom;

/** An {@link Enhancement} that is trained. Its factors start at 0. */
final class EnhancementNetwork {
  private final NDArray wordFactor;
  private final SpectralMatrix words;
  private final NDArray dimensionFactor;
  private final SpectralMatrix dimensions;

  EnhancementNetwork(final Parameters parameters, final InceptionShape shape, final SplittableRandom random) {
    this.wordFactor = parameters.vector(new float[1]);
    this.words = new SpectralMatrix(parameters, InceptionShape.SLOTS, random);
    this.dimensionFactor = parameters.vector(new float[1]);
    this.dimensions = new SpectralMatrix(parameters, shape.width(), random);
  }

  /** @param embeddings {@code texts × slots × width} */
  NDArray apply(final NDArray embeddings, final Pass pass) {
    final NDArray transposed = embeddings.transpose(0, 2, 1);
    final NDArray overWords = embeddings.matMul(transposed).matMul(words.divided(pass).matMul(embeddings)).mul(wordFactor).add(embeddings);
    // Factors are grouped so that no matrix has width × width numbers for each text.
    final NDArray dimensioned = overWords.matMul(dimensions.divided(pass).transpose());
    return dimensioned.matMul(transposed).matMul(overWords).mul(dimensionFactor).add(overWords);
  }

  Enhancement heap() {
    return new Enhancement(wordFactor.toFloatArray()[0], words.heap(), dimensionFactor.toFloatArray()[0], dimensions.heap());
  }
}
