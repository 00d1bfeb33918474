package io.labelstream.model.labeltree;

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
  },
  /** {@code 1 / (1 + exp(-margin))}: for logistic loss. */
  SIGMOID {
    @Override
    public float cost(final float margin) {
      final double away = Math.abs(margin);
      return (float) (Math.max(-margin, 0f) + Math.log1p(Math.exp(-away)));
    }
  };

  /** The negative logarithm of the probability: 0 or more, the less the greater the margin. */
  public abstract float cost(float margin);
}
