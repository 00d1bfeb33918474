package io.labelstream.train.inception.shortlist;

import io.labelstream.train.Workers;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelClusters;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.util.Arrays;
import java.util.Locale;

/** Makes clusters of the labels of texts from the words of these: each counts as often as it is there, times the logarithm of one by the share of texts with it. */
public final class TextClusters {
  private TextClusters() {}

  /**
   * The clusters of labels. Those of labels of their own come first, the one of the most texts before all others.
   *
   * @param source the name of the texts
   * @throws TrainingDataException if there are fewer labels than clusters, or than clusters that are kept
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static LabelClusters of(final TrainingTexts texts, final ShortlistSettings settings, final String source, final long seed, final Workers workers)
      throws TrainingDataException, InterruptedException {
    final int labels = texts.labels().length;
    final int alone = (int) Arrays.stream(texts.labelTexts()).filter(count -> count > settings.headTexts()).count();
    if (labels - alone < settings.clusters()) {
      throw new TrainingDataException(String.format(Locale.ROOT,
          "'%s' has %,d labels, of which %,d have more than %,d texts and are clusters of their own; expected at least %,d others, one for each cluster: "
              + "lower --shortlist, or raise --shortlist-head",
          source, labels, alone, settings.headTexts(), settings.clusters()));
    }
    return LabelClusters.of(features(texts), labels(texts.texts(), labels), alone, settings.clusters(), seed, workers);
  }

  private static LabelMatrix labels(final EncodedTexts texts, final int count) {
    final int[] labels = texts.labels().clone();
    for (int text = 0; text < texts.size(); text++) {
      Arrays.sort(labels, texts.labelStarts()[text], texts.labelStarts()[text + 1]);
    }
    return new LabelMatrix(texts.labelStarts(), labels, count);
  }

  private static FeatureMatrix features(final TrainingTexts training) {
    final EncodedTexts texts = training.texts();
    final int[] sorted = texts.words().clone();
    final int[] starts = new int[texts.size() + 1];
    final int[] words = new int[sorted.length];
    final float[] values = new float[sorted.length];
    int count = 0;
    for (int text = 0; text < texts.size(); text++) {
      final int end = texts.wordStarts()[text + 1];
      Arrays.sort(sorted, texts.wordStarts()[text], end);
      for (int at = texts.wordStarts()[text]; at < end; at++) {
        if (count == starts[text] || words[count - 1] != sorted[at]) {
          words[count++] = sorted[at];
        }
        values[count - 1] += weight(training, sorted[at]);
      }
      starts[text + 1] = count;
      toUnitLength(values, starts[text], count);
    }
    return new FeatureMatrix(starts, Arrays.copyOf(words, count), Arrays.copyOf(values, count), training.vocabulary().length);
  }

  private static float weight(final TrainingTexts texts, final int word) {
    return (float) Math.log((texts.texts().size() + 1.0) / texts.wordTexts()[word]);
  }

  private static void toUnitLength(final float[] values, final int from, final int to) {
    double squares = 0;
    for (int at = from; at < to; at++) {
      squares += (double) values[at] * values[at];
    }
    for (int at = from; at < to; at++) {
      values[at] /= (float) Math.sqrt(squares);
    }
  }
}
