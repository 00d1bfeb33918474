package io.labelstream.train.inception;

import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.train.inception.network.TrainableNetwork;
import io.labelstream.train.inception.text.EncodedTexts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Texts to validate with. Those without a known word get no label, which is never right; nor can a label be right that no text to train on has.
 */
final class Validation {
  private static final int BEST = 5;
  private static final int MOST_LOGITS = 1 << 23;
  private static final int MOST_TEXTS = 512;

  private final EncodedTexts texts;
  private final int[] known;
  private final int batch;
  private final Map<Ranking, long[]> right = new EnumMap<>(Ranking.class);
  private long scored;

  Validation(final EncodedTexts texts, final int labels) {
    this.texts = texts;
    this.known = IntStream.range(0, texts.size()).filter(text -> texts.length(text) > 0).toArray();
    this.batch = Math.clamp(MOST_LOGITS / labels, 1, MOST_TEXTS);
  }

  int size() {
    return texts.size();
  }

  Measure measure(final TrainableNetwork network) throws InterruptedException {
    right.clear();
    scored = 0;
    for (int from = 0; from < known.length; from += batch) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final int[] places = IntArrayList.wrap(known).subList(from, Math.min(known.length, from + batch)).toIntArray();
      network.score(texts, places, (place, ranking, labels, scores) -> count(places[place], ranking, labels, scores));
    }
    return right.entrySet().stream()
        .map(rule -> new Measure(precisions(rule.getValue()), rule.getKey(), (double) scored / Math.max(1, texts.labels().length)))
        .max(Comparator.comparingDouble(measure -> measure.precisions().sum()))
        .orElseGet(() -> new Measure(new Precisions(0, 0, 0), Ranking.LABEL, 0));
  }

  private Precisions precisions(final long[] rightAt) {
    return new Precisions(precision(rightAt, 1), precision(rightAt, 3), precision(rightAt, BEST));
  }

  private double precision(final long[] rightAt, final int ranks) {
    long sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += rightAt[rank];
    }
    return (double) sum / ranks / texts.size();
  }

  private void count(final int text, final Ranking ranking, final int[] labels, final float[] scores) {
    final int[] best = new int[BEST];
    int found = 0;
    for (int index = 0; index < scores.length; index++) {
      if (found < BEST || scores[index] > scores[best[BEST - 1]]) {
        int rank = Math.min(found, BEST - 1);
        found = Math.min(found + 1, BEST);
        for (; rank > 0 && scores[index] > scores[best[rank - 1]]; rank--) {
          best[rank] = best[rank - 1];
        }
        best[rank] = index;
      }
    }
    final int[] own = Arrays.copyOfRange(texts.labels(), texts.labelStarts()[text], texts.labelStarts()[text + 1]);
    Arrays.sort(own);
    final long[] rightAt = right.computeIfAbsent(ranking, _ -> new long[BEST]);
    for (int rank = 0; rank < found; rank++) {
      rightAt[rank] += isOneOf(own, labels[best[rank]]);
    }
    if (ranking == Ranking.LABEL) {
      for (final int label : labels) {
        scored += isOneOf(own, label);
      }
    }
  }

  private static int isOneOf(final int[] labels, final int label) {
    return Arrays.binarySearch(labels, label) >= 0 ? 1 : 0;
  }
}
