package io.labelstream.train.encoder.layers;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Cuts texts into batches. */
final class Batches {
  private Batches() {}

  /**
   * Batches in a random order. The texts of one have the same number of pieces, so that nothing has to be filled up; those of no piece are in none.
   *
   * @param longest the most pieces of a text to train on; those after them are left out
   * @param size the texts of a batch; fewer where there are no more of a length
   */
  static List<int[]> of(final StudentTexts texts, final int longest, final int size, final Random random) {
    final TreeMap<Integer, IntArrayList> byLength = new TreeMap<>();
    for (int text = 0; text < texts.size(); text++) {
      if (texts.length(text) > 0) {
        byLength.computeIfAbsent(Math.min(longest, texts.length(text)), _ -> new IntArrayList()).add(text);
      }
    }
    final List<int[]> batches = new ArrayList<>();
    for (final IntArrayList ofLength : byLength.values()) {
      Collections.shuffle(ofLength, random);
      for (int from = 0; from < ofLength.size(); from += size) {
        batches.add(Arrays.copyOfRange(ofLength.elements(), from, Math.min(from + size, ofLength.size())));
      }
    }
    Collections.shuffle(batches, random);
    return batches;
  }
}
