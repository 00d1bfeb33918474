package io.labelstream.model.inception;

/**
 * The choice of the labels that are scored: those of the clusters with the highest logits. SyncXML, section 4.
 *
 * @param clusters scores the clusters
 * @param clusterOf the cluster of each label; each cluster has a label
 * @param kept the number of clusters whose labels are scored, from 1 to all
 * @param ranking the score of a label
 */
public record Shortlist(InceptionHead clusters, int[] clusterOf, int kept, Ranking ranking) {
  /** The score of a label of the shortlist. */
  public enum Ranking {
    /** Its own probability. */
    LABEL,
    /** Its own probability times that of its cluster. */
    LABEL_AND_CLUSTER
  }
}
