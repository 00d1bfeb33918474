package io.labelstream.model.inception.family;

import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.MatrixRows;

/**
 * The size of a network.
 *
 * @param network the weights between the embeddings and the rows of labels, clusters among them
 * @param all all weights
 * @param operations the multiply-adds for a text that fills all slots; those of a shortlist with clusters of average size
 */
record NetworkSize(long network, long all, long operations) {

  static NetworkSize of(final InceptionWeights weights) {
    final InceptionShape shape = weights.shape();
    final long slots = InceptionShape.SLOTS;
    final long width = shape.width();
    final long labels = weights.head().output().weight().rows();
    long network = numbers(weights.projection()) + weights.first().stream().mapToLong(NetworkSize::numbers).sum() + numbers(weights.second())
        + weights.scale().length + weights.shift().length + hidden(weights.head());
    long operations = width * cells(weights.projection().weight())
        + shape.firstLength() * weights.first().stream().mapToLong(map -> cells(map.weight())).sum()
        + shape.secondLength() * cells(weights.second().weight()) + cells(weights.head().hidden().weight());
    if (weights.enhancement().isPresent()) {
      network += slots * slots + width * width + 2;
      operations += 3 * slots * slots * width + 3 * slots * width * width;
    }
    long scored = labels;
    if (weights.shortlist().isPresent()) {
      final InceptionWeights.Clusters clusters = weights.shortlist().get();
      final AffineRows output = clusters.head().output();
      network += hidden(clusters.head()) + numbers(output);
      operations += cells(clusters.head().hidden().weight()) + cells(output.weight());
      scored = Math.ceilDiv(labels * clusters.kept(), output.weight().rows());
    }
    return new NetworkSize(
        network, network + cells(weights.embeddings()) + numbers(weights.head().output()), operations + scored * shape.features());
  }

  private static long hidden(final InceptionWeights.Head head) {
    return numbers(head.hidden()) + head.scale().length + head.shift().length;
  }

  private static long numbers(final AffineRows affine) {
    return cells(affine.weight()) + affine.bias().length;
  }

  private static long cells(final MatrixRows matrix) {
    return (long) matrix.rows() * matrix.columns();
  }
}
