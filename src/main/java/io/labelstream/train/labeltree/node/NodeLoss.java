package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.Link;

/** The loss of a node's classifier on a text. */
public enum NodeLoss {
  /** {@code max(0, 1 - y * margin)^2}. */
  SQUARED_HINGE(Link.CUBED_HINGE) {
    @Override
    DualSolver solver() {
      return new SquaredHingeSolver();
    }
  },
  /** {@code log(1 + exp(-y * margin))}. */
  LOGISTIC(Link.SIGMOID) {
    @Override
    DualSolver solver() {
      return new LogisticSolver();
    }
  };

  private final Link link;

  NodeLoss(final Link link) {
    this.link = link;
  }

  /** The link that makes probabilities of the margins of a classifier with this loss. */
  public Link link() {
    return link;
  }

  abstract DualSolver solver();
}
