package io.labelstream.train.inception;

import io.labelstream.train.cluster.LabelClusters;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.util.Arrays;

/**
 * The biases that training starts from: logits of frequencies.
 *
 * @param labels one number for each label
 * @param clusters one number for each cluster, none without clusters
 */
record StartBias(float[] labels, float[] clusters) {
  static StartBias of(final TrainingTexts texts) {
    final float[] labels = new float[texts.labels().length];
    for (int label = 0; label < labels.length; label++) {
      labels[label] = logit(texts.labelTexts()[label], texts.texts().size());
    }
    return new StartBias(labels, new float[0]);
  }

  /**
   * The biases for a shortlist. A label is as frequent as it is in the texts that have its cluster in their shortlist: its own ones, and as many others as if these had
   * clusters by chance.
   *
   * @param kept the clusters of a text
   */
  static StartBias of(final TrainingTexts texts, final LabelClusters clusters, final int kept) {
    final int[] clusterTexts = clusterTexts(texts.texts(), clusters);
    final float[] ofClusters = new float[clusterTexts.length];
    for (int cluster = 0; cluster < ofClusters.length; cluster++) {
      ofClusters[cluster] = logit(clusterTexts[cluster], texts.texts().size());
    }
    final double byChance = (double) texts.texts().size() * kept / clusters.count();
    final float[] ofLabels = new float[texts.labels().length];
    for (int label = 0; label < ofLabels.length; label++) {
      ofLabels[label] = logit(texts.labelTexts()[label], Math.max(byChance, clusterTexts[clusters.clusterOf()[label]]));
    }
    return new StartBias(ofLabels, ofClusters);
  }

  private static int[] clusterTexts(final EncodedTexts texts, final LabelClusters clusters) {
    final int[] counts = new int[clusters.count()];
    for (int text = 0; text < texts.size(); text++) {
      Arrays.stream(texts.labels(), texts.labelStarts()[text], texts.labelStarts()[text + 1])
          .map(label -> clusters.clusterOf()[label]).distinct().forEach(cluster -> counts[cluster]++);
    }
    return counts;
  }

  private static float logit(final double count, final double all) {
    return (float) Math.log(count / (all + 1 - count));
  }
}
