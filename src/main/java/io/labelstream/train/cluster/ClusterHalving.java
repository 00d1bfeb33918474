package io.labelstream.train.cluster;

import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Divides labels by similarity, as {@link TwoMeans} does, from two of them that the seed decides. */
public final class ClusterHalving implements Halving {
  private final LabelVectors vectors;
  private final Masses masses;
  private final long seed;
  private final Queue<float[]> free = new ConcurrentLinkedQueue<>();

  private ClusterHalving(final LabelVectors vectors, final Masses masses, final long seed) {
    this.vectors = vectors;
    this.masses = masses;
    this.seed = seed;
  }

  /** @param features of the texts whose labels are given, as many */
  public static ClusterHalving of(final FeatureMatrix features, final LabelMatrix labels, final Masses masses, final long seed) {
    return new ClusterHalving(LabelVectors.of(features, labels), masses, seed);
  }

  @Override
  public int halve(final int[] labels, final int from, final int to, final int most) {
    final float[] used = free.poll();
    final float[] sums = used == null ? new float[2 * vectors.width()] : used;
    final SplittableRandom random = new SplittableRandom(seed ^ (long) from << Integer.SIZE ^ to);
    final int left = random.nextInt(to - from);
    final int right = (left + random.nextInt(1, to - from)) % (to - from);
    final int middle = new TwoMeans(vectors, masses, sums, labels, from, to, most).halve(labels[from + left], labels[from + right]);
    free.add(sums);
    return middle;
  }
}
