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
    long network = numbers(weights.projection()) + weights.first().stream().mapToLong(NetworkSize::numbers).sum() + numbers(weights.second())
        + weights.scale().length + weights.shift().length + hidden(weights.head());
    long operations = shape.encoderMultiplyAdds(InceptionShape.SLOTS);
    if (weights.enhancement().isPresent()) {
      network += cells(weights.enhancement().get().words()) + cells(weights.enhancement().get().dimensions()) + 2;
      operations += shape.enhancementMultiplyAdds(InceptionShape.SLOTS);
    }
    int scored = weights.head().output().weight().rows();
    if (weights.shortlist().isPresent()) {
      final InceptionWeights.Clusters shortlist = weights.shortlist().get();
      final int clusters = shortlist.head().output().weight().rows();
      network += hidden(shortlist.head()) + numbers(shortlist.head().output());
      operations += shape.headMultiplyAdds(clusters);
      scored = (int) Math.ceilDiv((long) scored * shortlist.kept(), clusters);
    }
    return new NetworkSize(
        network, network + cells(weights.embeddings()) + numbers(weights.head().output()), operations + shape.headMultiplyAdds(scored));
  }

  private static long hidden(final InceptionWeights.Head head) {
    return numbers(head.hidden()) + head.scale().length + head.shift().length;
  }

  private static long numbers(final AffineRows affine) {
    return cells(affine.weight()) + affine.bias().length;
  }

  private static long numbers(final InceptionWeights.Outputs outputs) {
    return cells(outputs.weight()) + outputs.bias().length;
  }

  private static long cells(final MatrixRows matrix) {
    return (long) matrix.rows() * matrix.columns();
  }
}
