package io.labelstream.model.inception;

import io.labelstream.model.inception.InceptionWeights.Head;
import io.labelstream.model.inception.InceptionWeights.Outputs;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Random;

/** Outputs with random codes, in sub-vectors of six numbers and the rest. */
final class RandomCodes {
  private static final int COLUMNS = 6;

  private final Random random;

  RandomCodes(final long seed) {
    this.random = new Random(seed);
  }

  /** The weights with such outputs of the labels. */
  InceptionWeights coded(final InceptionWeights weights) {
    return with(weights, new Outputs(rows(weights.head().output().weight().rows(), weights.shape().features()), weights.head().output().bias()));
  }

  /** The weights with the numbers that the codes of the labels' outputs stand for. */
  static InceptionWeights decoded(final InceptionWeights weights) {
    final ProductRows rows = (ProductRows) weights.head().output().weight();
    return with(weights, new Outputs(rows.floats().view(), weights.head().output().bias()));
  }

  private static InceptionWeights with(final InceptionWeights weights, final Outputs outputs) {
    final Head head = weights.head();
    return new InceptionWeights(
        weights.shape(), weights.embeddings(), weights.enhancement(), weights.projection(), weights.first(), weights.second(), weights.scale(),
        weights.shift(), new Head(head.hidden(), head.scale(), head.shift(), outputs), weights.shortlist());
  }

  private ProductRows rows(final int rows, final int columns) {
    final int subvectors = (columns + COLUMNS - 1) / COLUMNS;
    final ProductQuantizer quantizer =
        new ProductQuantizer(columns, subvectors, COLUMNS, columns - (subvectors - 1) * COLUMNS, floats(ProductQuantizer.CENTROIDS * columns, 0.1));
    final byte[] codes = new byte[rows * subvectors];
    random.nextBytes(codes);
    final byte[] norms = new byte[rows];
    random.nextBytes(norms);
    return new ProductRows(
        rows, MemorySegment.ofArray(codes), quantizer,
        random.nextBoolean() ? Optional.empty() : Optional.of(new ProductRows.Norms(MemorySegment.ofArray(norms), floats(ProductQuantizer.CENTROIDS, 1))));
  }

  private MemorySegment floats(final int count, final double deviation) {
    final MemorySegment floats = Arena.ofAuto().allocate((long) count * Float.BYTES);
    for (int index = 0; index < count; index++) {
      floats.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) (random.nextGaussian() * deviation));
    }
    return floats;
  }
}
