package io.labelstream.train.evaluate;

import io.labelstream.model.LabelFrequencies;
import io.labelstream.train.evaluate.EvaluationReport.BandScore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.stream.IntStream;

/** Adds up figures by the frequency of labels in training. Not thread-safe. */
final class BandSums {
  private final long[] frequencies;
  private final FrequencyBand[] bands;
  private final long[] texts = new long[FrequencyBand.values().length];

  /** @param labels the labels of the model by id */
  BandSums(final LabelFrequencies training, final List<String> labels) {
    this.frequencies = labels.stream().mapToLong(training::of).toArray();
    this.bands = FrequencyBand.of(frequencies);
  }

  /**
   * Adds a text.
   *
   * @param truth the ids of its labels
   */
  void add(final int[] truth) {
    final Set<FrequencyBand> met = EnumSet.noneOf(FrequencyBand.class);
    for (final int label : truth) {
      met.add(bands[label]);
    }
    met.forEach(band -> texts[band.ordinal()]++);
  }

  /**
   * The scores of the bands that have labels.
   *
   * @param known the number of texts that have each label
   * @param predicted the number of texts that got it
   * @param right the number of these that have it
   */
  List<BandScore> scores(final long[] known, final long[] predicted, final long[] right) {
    final List<BandScore> scores = new ArrayList<>();
    for (final FrequencyBand band : FrequencyBand.values()) {
      final int[] members = IntStream.range(0, bands.length).filter(label -> bands[label] == band).toArray();
      if (members.length > 0) {
        final LongSummaryStatistics range = IntStream.of(members).mapToLong(label -> frequencies[label]).summaryStatistics();
        scores.add(new BandScore(band, members.length, range.getMin(), range.getMax(), texts[band.ordinal()],
            Score.of(sum(right, members), sum(predicted, members), sum(known, members))));
      }
    }
    return scores;
  }

  private static long sum(final long[] counts, final int[] members) {
    return IntStream.of(members).mapToLong(label -> counts[label]).sum();
  }
}
