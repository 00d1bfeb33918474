package io.labelstream.train.encoder.head;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Vectors of texts with one label each.
 *
 * @param vectors one a text
 * @param labels the label id of each text
 * @param withoutVector the texts that are left out because no piece of theirs has a vector
 */
record LabelledVectors(Vectors vectors, int[] labels, int withoutVector) {
  /** The number of texts. */
  int count() {
    return labels.length;
  }

  /** The texts for which {@code chosen} holds. */
  LabelledVectors where(final IntPredicate chosen) {
    final IntArrayList places = new IntArrayList();
    for (int text = 0; text < labels.length; text++) {
      if (chosen.test(text)) {
        places.add(text);
      }
    }
    final int width = vectors.dimensions();
    final float[] values = new float[places.size() * width];
    final int[] of = new int[places.size()];
    for (int place = 0; place < of.length; place++) {
      final int text = places.getInt(place);
      System.arraycopy(vectors.values(), text * width, values, place * width, width);
      of[place] = labels[text];
    }
    return new LabelledVectors(new Vectors(of.length, width, values), of, withoutVector);
  }

  /** These texts, and then others. */
  LabelledVectors and(final LabelledVectors others) {
    final float[] values = Arrays.copyOf(vectors.values(), vectors.values().length + others.vectors.values().length);
    System.arraycopy(others.vectors.values(), 0, values, vectors.values().length, others.vectors.values().length);
    final int[] of = Arrays.copyOf(labels, labels.length + others.labels.length);
    System.arraycopy(others.labels, 0, of, labels.length, others.labels.length);
    return new LabelledVectors(new Vectors(of.length, vectors.dimensions(), values), of, withoutVector + others.withoutVector);
  }
}
