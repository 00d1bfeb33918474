package io.labelstream.train.labeltree.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.train.CompressionException;
import java.io.IOException;

/** Searches for the most weights, in the order of a ranking, with which the file of a model is within a limit. Used once. */
final class WeightSearch {
  private static final int MOST_STEPS = 16;
  /** The search ends if less than one part in so many of the limit is unused. */
  private static final long UNUSED_PART = 500;
  /** A guess leaves at least one part in so many of the range on either side. */
  private static final int LEAST_PART = 16;

  private final LabelTreeModel model;
  private final WeightRanking ranking;
  private final long limit;
  /** Weights that fit, and the model with them. */
  private int fitting;
  private LabelTreeModel best;
  private long fittingBytes;

  WeightSearch(final LabelTreeModel model, final WeightRanking ranking, final long limit) {
    this.model = model;
    this.ranking = ranking;
    this.limit = limit;
    this.best = SmallerModels.withWeights(model, ranking, ranking.least(0));
  }

  LabelTreeModel best() throws IOException, CompressionException {
    fittingBytes = FileSize.of(best, Metadata.none());
    if (fittingBytes > limit) {
      throw new CompressionException("the limit of " + limit + " bytes is too small: " + model.labels().length + " labels without any weight take "
          + fittingBytes + "; raise it, or leave out rare labels with --min-label-count");
    }
    int excess = ranking.weights();
    long excessBytes = FileSize.of(model, Metadata.none());
    if (excessBytes <= limit) {
      return model;
    }
    for (int step = 0; step < MOST_STEPS && excess - fitting > 1 && limit - fittingBytes > limit / UNUSED_PART; step++) {
      final int range = excess - fitting;
      final double part = (double) (limit - fittingBytes) / (excessBytes - fittingBytes);
      final int guess = fitting + (int) Math.clamp((long) (part * range), Math.max(1, range / LEAST_PART), Math.max(1, range - range / LEAST_PART));
      final LabelTreeModel candidate = SmallerModels.withWeights(model, ranking, ranking.least(guess));
      final long bytes = FileSize.of(candidate, Metadata.none());
      if (bytes <= limit) {
        fitting = guess;
        fittingBytes = bytes;
        best = candidate;
      } else {
        excess = guess;
        excessBytes = bytes;
      }
    }
    return best;
  }
}
