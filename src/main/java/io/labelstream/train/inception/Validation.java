package io.labelstream.train.inception;

import io.labelstream.train.inception.network.TrainableNetwork;
import io.labelstream.train.inception.text.EncodedTexts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
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
  private final long[] right = new long[BEST];

  Validation(final EncodedTexts texts, final int labels) {
    this.texts = texts;
    this.known = IntStream.range(0, texts.size()).filter(text -> texts.length(text) > 0).toArray();
    this.batch = Math.clamp(MOST_LOGITS / labels, 1, MOST_TEXTS);
  }

  int size() {
    return texts.size();
  }

  Precisions measure(final TrainableNetwork network) throws InterruptedException {
    Arrays.fill(right, 0);
    for (int from = 0; from < known.length; from += batch) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final int[] places = IntArrayList.wrap(known).subList(from, Math.min(known.length, from + batch)).toIntArray();
      network.score(texts, places, (place, logits) -> count(places[place], logits));
    }
    return new Precisions(precision(1), precision(3), precision(BEST));
  }

  private double precision(final int ranks) {
    long sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += right[rank];
    }
    return (double) sum / ranks / texts.size();
  }

  private void count(final int text, final float[] logits) {
    final int[] best = new int[BEST];
    int found = 0;
    for (int label = 0; label < logits.length; label++) {
      if (found < BEST || logits[label] > logits[best[BEST - 1]]) {
        int rank = Math.min(found, BEST - 1);
        found = Math.min(found + 1, BEST);
        for (; rank > 0 && logits[label] > logits[best[rank - 1]]; rank--) {
          best[rank] = best[rank - 1];
        }
        best[rank] = label;
      }
    }
    for (int rank = 0; rank < found; rank++) {
      for (int at = texts.labelStarts()[text]; at < texts.labelStarts()[text + 1]; at++) {
        right[rank] += texts.labels()[at] == best[rank] ? 1 : 0;
      }
    }
  }
}
