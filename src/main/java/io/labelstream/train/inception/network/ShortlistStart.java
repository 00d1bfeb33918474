package io.labelstream.train.inception.network;

import io.labelstream.train.cluster.LabelClusters;

/**
 * The start of training with a shortlist.
 *
 * @param clusterBias one number for each cluster
 * @param kept the clusters whose labels are scored for a text, from 1 to all
 * @param detachedEpochs the first epochs, in which only the choice of clusters forms the features
 */
public record ShortlistStart(LabelClusters clusters, float[] clusterBias, int kept, int detachedEpochs) {}
