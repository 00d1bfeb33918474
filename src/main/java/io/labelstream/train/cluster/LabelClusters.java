package io.labelstream.train.cluster;

import io.labelstream.train.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A division of labels in clusters. The array is not copied and not to be written to.
 *
 * @param clusterOf the cluster of each label
 * @param count the number of clusters, each of which has a label
 */
public record LabelClusters(int[] clusterOf, int count) {
  /** The labels from {@code from} to {@code to}, in an order that clusters share. */
  private record Group(int from, int to) {
    int size() {
      return to - from;
    }
  }

  /**
   * The first labels alone, each as a cluster of its own, and all others in clusters of similar labels, whose numbers of labels differ by a factor of two at most.
   * Clusters that follow each other are similar. They depend on the arguments alone, not on the number of threads.
   *
   * @param features of texts
   * @param labels of the same texts
   * @param alone the number of labels, from the first one on, that are clusters of their own
   * @param others the number of clusters of all other labels, at most as many as these are; 0 if there are none
   * @param seed decides the labels that clusters start from
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static LabelClusters of(
      final FeatureMatrix features, final LabelMatrix labels, final int alone, final int others, final long seed, final Workers workers)
      throws InterruptedException {
    final int left = labels.count() - alone;
    if (left < others || others < Math.min(left, 1)) {
      throw new IllegalArgumentException("there are " + others + " clusters of " + left + " labels, expected at least one, and at most as many as labels");
    }
    final int[] order = IntStream.range(alone, labels.count()).toArray();
    List<Group> groups = left == 0 ? List.of() : List.of(new Group(0, left));
    final Halving halving = ClusterHalving.of(features, labels, Masses.of(new long[labels.count()], 0), seed);
    while (groups.size() < others) {
      groups = halved(groups, Math.min(groups.size(), others - groups.size()), order, halving, workers);
      if (Thread.interrupted()) {
        throw new InterruptedException("the building of clusters was interrupted");
      }
    }
    final int[] clusterOf = IntStream.range(0, labels.count()).toArray();
    for (int group = 0; group < groups.size(); group++) {
      for (int index = groups.get(group).from(); index < groups.get(group).to(); index++) {
        clusterOf[order[index]] = alone + group;
      }
    }
    return new LabelClusters(clusterOf, alone + groups.size());
  }

  /** The same groups with the largest ones halved. As all have about the same size, these have at least two labels. */
  private static List<Group> halved(final List<Group> groups, final int most, final int[] order, final Halving halving, final Workers workers) {
    final int[] largest = IntStream.range(0, groups.size()).boxed().sorted(Comparator.comparingInt(group -> -groups.get(group).size())).limit(most)
        .mapToInt(Integer::intValue).toArray();
    final int[] middles = groups.stream().mapToInt(Group::to).toArray();
    workers.forEach(largest.length, index -> {
      final Group group = groups.get(largest[index]);
      middles[largest[index]] = halving.halve(order, group.from(), group.to(), group.size() - 1);
    });
    final List<Group> halves = new ArrayList<>();
    for (int number = 0; number < middles.length; number++) {
      final Group group = groups.get(number);
      halves.add(new Group(group.from(), middles[number]));
      if (middles[number] < group.to()) {
        halves.add(new Group(middles[number], group.to()));
      }
    }
    return halves;
  }
}
