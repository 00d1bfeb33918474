package io.labelstream.train.ensemble;

import io.labelstream.model.ensemble.Combination;
import io.labelstream.model.ensemble.ScoreCurve;
import io.labelstream.train.Minimizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the rule by which members are combined: first the curve of each, then the weights, then the curve of the mean, each by the greatest likelihood. The curve
 * of the mean is fitted to the best labels of each text, which are those that anybody sees: the many others would outweigh them.
 */
final class CombinationFit {
  private static final int ITERATIONS = 50;
  private static final double LEAST = 1e-9;
  private static final int BEST = 5;

  private final List<ScoredText> texts;
  private final int members;

  private CombinationFit(final List<ScoredText> texts, final int members) {
    this.texts = texts;
    this.members = members;
  }

  static Combination of(final List<ScoredText> texts, final int members, final int candidates) {
    return new CombinationFit(texts, members).combination(candidates);
  }

  private Combination combination(final int candidates) {
    final List<ScoreCurve> curves = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      curves.add(curve(member));
    }
    final List<Float> weights = weights(curves);
    final CurveFit mean = new CurveFit();
    final Combination unscaled = new Combination(weights, curves, ScoreCurve.of(1, 1, 0), candidates);
    for (final ScoredText text : texts) {
      final float[] sums = new float[text.labels().length];
      for (int at = 0; at < sums.length; at++) {
        sums[at] = sum(unscaled, text, at);
      }
      best(sums).forEach(at -> mean.add(sums[at], text.right()[at]));
    }
    return new Combination(weights, curves, mean.curve(), candidates);
  }

  /** The places of the labels with the greatest sums. */
  private static List<Integer> best(final float[] sums) {
    return IntStream.range(0, sums.length).boxed().sorted(Comparator.comparingDouble(at -> -sums[at])).limit(BEST).toList();
  }

  private ScoreCurve curve(final int member) {
    final CurveFit fit = new CurveFit();
    for (final ScoredText text : texts) {
      for (int at = 0; at < text.labels().length; at++) {
        if (!Float.isNaN(text.scores()[member][at])) {
          fit.add(text.scores()[member][at], text.right()[at]);
        }
      }
    }
    return fit.curve();
  }

  /** The weighted mean of a label of a text. */
  static float sum(final Combination combination, final ScoredText text, final int at) {
    float sum = 0;
    for (int member = 0; member < text.scores().length; member++) {
      sum += combination.weights().get(member) * probability(combination.curves().get(member), text.scores()[member][at]);
    }
    return sum;
  }

  private static float probability(final ScoreCurve curve, final float score) {
    return Float.isNaN(score) ? 0f : curve.at(score);
  }

  /** Positive numbers with a sum of 1: their logarithms, but for a constant, are what is searched for. */
  private List<Float> weights(final List<ScoreCurve> curves) {
    final double[] logarithms = new double[members];
    final List<float[]> rows = new ArrayList<>();
    final List<Boolean> right = new ArrayList<>();
    for (final ScoredText text : texts) {
      for (int at = 0; at < text.labels().length; at++) {
        final float[] row = new float[members];
        for (int member = 0; member < members; member++) {
          row[member] = probability(curves.get(member), text.scores()[member][at]);
        }
        rows.add(row);
        right.add(text.right()[at]);
      }
    }
    Minimizer.minimize((x, gradient) -> loss(rows, right, x, gradient), logarithms, ITERATIONS);
    final List<Float> weights = new ArrayList<>();
    for (final double weight : shares(logarithms)) {
      weights.add((float) weight);
    }
    return weights;
  }

  private static double loss(final List<float[]> rows, final List<Boolean> right, final double[] logarithms, final double[] gradient) {
    final double[] weights = shares(logarithms);
    final double[] slopes = new double[weights.length];
    double loss = 0;
    for (int at = 0; at < rows.size(); at++) {
      final float[] row = rows.get(at);
      double mean = 0;
      for (int member = 0; member < weights.length; member++) {
        mean += weights[member] * row[member];
      }
      final double given = Math.max(right.get(at) ? mean : 1 - mean, LEAST);
      loss -= Math.log(given);
      for (int member = 0; member < weights.length; member++) {
        slopes[member] += (right.get(at) ? -row[member] : row[member]) / given;
      }
    }
    double slope = 0;
    for (int member = 0; member < weights.length; member++) {
      slope += weights[member] * slopes[member];
    }
    for (int member = 0; member < weights.length; member++) {
      gradient[member] = weights[member] * (slopes[member] - slope) / rows.size();
    }
    return loss / rows.size();
  }

  private static double[] shares(final double[] logarithms) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (final double logarithm : logarithms) {
      greatest = Math.max(greatest, logarithm);
    }
    final double[] shares = new double[logarithms.length];
    double sum = 0;
    for (int at = 0; at < shares.length; at++) {
      shares[at] = Math.exp(logarithms[at] - greatest);
      sum += shares[at];
    }
    for (int at = 0; at < shares.length; at++) {
      shares[at] /= sum;
    }
    return shares;
  }
}
