package io.labelstream.model.labeltree;

/**
 * The linear classifier of one node: tells if a text that reached the node's parent belongs below this node. Its margin is the bias plus the sum of weight times
 * feature value. The arrays are not copied and not to be written to.
 *
 * @param features the features whose weight is not zero, ascending
 * @param weights their weights, finite
 * @param bias the weight of a feature that is 1 in each text, finite
 */
public record NodeWeights(int[] features, float[] weights, float bias) {}
