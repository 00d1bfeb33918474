package io.labelstream.model.inception;

import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.MatrixRows;
import io.labelstream.model.matrix.QuantisedMatrix;
import io.labelstream.model.matrix.WeightRows;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The weights of an {@link InceptionModel} whose matrices are in memory of somebody else; the components are those of the model, its {@link InceptionEncoder} and
 * its heads.
 */
public record InceptionWeights(
    InceptionShape shape,
    WeightRows embeddings,
    Optional<Attentions> enhancement,
    AffineRows projection,
    List<AffineRows> first,
    AffineRows second,
    float[] scale,
    float[] shift,
    Head head,
    Optional<Clusters> shortlist) {

  /** @throws IllegalArgumentException if the parts do not belong together */
  public InceptionWeights {
    first = List.copyOf(first);
    if (embeddings.columns() != shape.width()) {
      throw new IllegalArgumentException("embeddings have " + embeddings.columns() + " dimensions, expected " + shape.width());
    }
    if (first.size() != InceptionShape.kernels()) {
      throw new IllegalArgumentException("there are " + first.size() + " first convolutions, expected " + InceptionShape.kernels());
    }
    enhancement.ifPresent(attentions -> attentions.check(shape));
    projection.check("projection", InceptionShape.CHANNELS, InceptionShape.SLOTS);
    for (int convolution = 0; convolution < first.size(); convolution++) {
      first.get(convolution).check("first " + convolution, InceptionShape.CHANNELS, InceptionShape.CHANNELS * InceptionShape.kernel(convolution));
    }
    second.check("second", InceptionShape.CHANNELS, first.size() * InceptionShape.CHANNELS * InceptionShape.LONGEST_KERNEL);
    checkChannels(scale, shift, InceptionShape.CHANNELS);
    head.check(shape);
    final int labels = head.output().weight().rows();
    shortlist.ifPresent(clusters -> clusters.check(shape, labels));
  }

  private static void checkChannels(final float[] scale, final float[] shift, final int expected) {
    if (scale.length != expected || shift.length != expected) {
      throw new IllegalArgumentException("there are " + scale.length + " scales and " + shift.length + " shifts, expected " + expected);
    }
  }

  /** A model with its numbers as they are. */
  public static InceptionWeights of(final InceptionModel model) {
    return of(model, FloatMatrix::view);
  }

  /** A model with its matrices as 8-bit integers. */
  public static InceptionWeights quantised(final InceptionModel model) {
    return of(model, matrix -> QuantisedMatrix.of(matrix).view());
  }

  private static InceptionWeights of(final InceptionModel model, final Function<FloatMatrix, WeightRows> form) {
    final InceptionEncoder encoder = model.encoder();
    return new InceptionWeights(
        encoder.shape(),
        form.apply(model.embeddings()),
        encoder.enhancement().map(enhancement -> new Attentions(
            enhancement.wordFactor(), form.apply(enhancement.words()), enhancement.dimensionFactor(), form.apply(enhancement.dimensions()))),
        affine(encoder.projection(), form),
        encoder.first().stream().map(convolution -> affine(convolution, form)).toList(),
        affine(encoder.second(), form),
        encoder.scale(),
        encoder.shift(),
        head(model.head(), form),
        model.shortlist().map(shortlist -> new Clusters(head(shortlist.clusters(), form), shortlist.clusterOf(), shortlist.kept(), shortlist.ranking())));
  }

  private static Head head(final InceptionHead head, final Function<FloatMatrix, WeightRows> form) {
    return new Head(affine(head.hidden(), form), head.scale(), head.shift(), new Outputs(form.apply(head.output().weight()), head.output().bias()));
  }

  private static AffineRows affine(final Affine affine, final Function<FloatMatrix, WeightRows> form) {
    return new AffineRows(form.apply(affine.weight()), affine.bias());
  }

  /** An {@link Enhancement}. */
  public record Attentions(float wordFactor, WeightRows words, float dimensionFactor, WeightRows dimensions) {
    private void check(final InceptionShape shape) {
      if (words.rows() != InceptionShape.SLOTS || words.columns() != InceptionShape.SLOTS) {
        throw new IllegalArgumentException("the attention over words is " + words.rows() + " × " + words.columns() + ", expected as many as slots");
      }
      if (dimensions.rows() != shape.width() || dimensions.columns() != shape.width()) {
        throw new IllegalArgumentException(
            "the attention over dimensions is " + dimensions.rows() + " × " + dimensions.columns() + ", expected " + shape.width() + " × " + shape.width());
      }
    }
  }

  /** An {@link InceptionHead}. */
  public record Head(AffineRows hidden, float[] scale, float[] shift, Outputs output) {
    private void check(final InceptionShape shape) {
      final int features = shape.features();
      hidden.check("hidden", features, features);
      checkChannels(scale, shift, features);
      output.check(features);
    }
  }

  /**
   * The map from the inputs of a head's outputs to their logits.
   *
   * @param weight a row for each label, or for each cluster
   * @param bias one number for each
   */
  public record Outputs(MatrixRows weight, float[] bias) {
    private void check(final int features) {
      if (weight.columns() != features || weight.rows() != bias.length) {
        throw new IllegalArgumentException("the outputs are " + weight.rows() + " × " + weight.columns() + " with " + bias.length
            + " numbers of bias, expected " + features + " columns and as many numbers as rows");
      }
    }
  }

  /** A {@link Shortlist}. */
  public record Clusters(Head head, int[] clusterOf, int kept, Ranking ranking) {
    private void check(final InceptionShape shape, final int labels) {
      head.check(shape);
      final int clusters = head.output().weight().rows();
      if (clusterOf.length != labels || kept < 1 || kept > clusters) {
        throw new IllegalArgumentException("a shortlist has the labels of " + kept + " of " + clusters + " clusters, and clusters for " + clusterOf.length
            + " labels, expected from 1 to all clusters, and " + labels + " labels");
      }
      final BitSet used = new BitSet(clusters);
      for (int label = 0; label < labels; label++) {
        if (clusterOf[label] < 0 || clusterOf[label] >= clusters) {
          throw new IllegalArgumentException("label " + label + " is in cluster " + clusterOf[label] + ", expected one from 0 to " + (clusters - 1));
        }
        used.set(clusterOf[label]);
      }
      if (used.cardinality() < clusters) {
        throw new IllegalArgumentException("cluster " + used.nextClearBit(0) + " has no label");
      }
    }
  }
}
