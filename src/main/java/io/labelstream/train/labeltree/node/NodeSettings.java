package io.labelstream.train.labeltree.node;

/**
 * Settings of training a node's classifier.
 *
 * @param positiveCost the weight of the loss on texts below the node against the squared length of the weights, above 0
 * @param negativeCost the same for the other texts
 * @param tolerance the violation of the optimality conditions at which a solver stops, above 0
 * @param mostPasses the number of passes over the texts after which a solver stops in any case, at least 1
 * @param leastWeight features of smaller weights are dropped; the other weights are found again without them
 * @param negatives the texts that a node learns to refuse
 */
public record NodeSettings(
    NodeLoss loss, double positiveCost, double negativeCost, double tolerance, int mostPasses, double leastWeight, Negatives negatives) {}
