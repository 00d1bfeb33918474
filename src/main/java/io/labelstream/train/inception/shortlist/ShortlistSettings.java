package io.labelstream.train.inception.shortlist;

/**
 * The settings of training with a shortlist.
 *
 * @param clusters the clusters of labels that are not clusters of their own
 * @param headTexts a label of more texts than this is a cluster of its own
 * @param kept the clusters whose labels are scored for a text
 * @param detachedEpochs the first epochs, in which only the choice of clusters forms the features
 */
public record ShortlistSettings(int clusters, int headTexts, int kept, int detachedEpochs) {}
