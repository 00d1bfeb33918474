package io.labelstream.model.labeltree;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The step from a node's margin to the probability that a text belongs below the node, given that it belongs below the node's parent. A label's score is the
 * product of the probabilities on its path. Here it is the sum of {@linkplain #cost costs}, of which each is the negative logarithm of a probability.
 */
public enum Link {
  /** {@code exp(-max(1 - margin, 0)^3)}: for squared hinge loss, as in PECOS XR-Linear. */
  CUBED_HINGE {
    @Override
    public float cost(final float margin) {
      final float gap = Math.max(1f - margin, 0f);
      return gap * gap * gap;
    }

    @Override
    float leastCost(final float margin) {
      return cost(margin);
    }
  },
  /** {@code 1 / (1 + exp(-margin))}: for logistic loss. */
  SIGMOID {
    @Override
    public float cost(final float margin) {
      final double away = Math.abs(margin);
      // StrictMath is the same to the last bit on all machines, so that all find the same labels.
      return (float) (Math.max(-margin, 0f) + StrictMath.log1p(StrictMath.exp(-away)));
    }

    @Override
    float leastCost(final float margin) {
      // The cost is a convex function of the margin: these are its tangents at 0 and at both ends, but for the last digits.
      return Math.max(Math.max(-margin, 0f), LN_2 - 0.5f * margin) * SLIGHTLY_LESS;
    }
  };

  private static final float LN_2 = 0.6931472f;
  private static final float SLIGHTLY_LESS = 0.99999f;

  /** The name in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The link with a name. */
  public static Optional<Link> of(final String word) {
    return Arrays.stream(values()).filter(link -> link.word().equals(word)).findFirst();
  }

  /** The negative logarithm of the probability: 0 or more, the less the greater the margin. */
  public abstract float cost(float margin);

  /** A number that is at most the {@linkplain #cost cost}, and quickly computed. */
  abstract float leastCost(float margin);
}
