package io.labelstream.train.inception.text;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The names that are learned, by falling number of texts, then by name. The arrays are not copied.
 *
 * @param places of the numbers of all names; negative for those that are left out
 * @param names in UTF-8
 * @param texts the number of texts of each name
 */
record RankedNames(int[] places, byte[][] names, int[] texts) {
  /**
   * The names that enough texts have.
   *
   * @param counts the number of texts of each
   */
  static RankedNames of(final Names names, final int[] counts, final int least) {
    final int[] chosen = IntStream.range(0, counts.length).filter(number -> counts[number] >= least).toArray();
    IntArrays.quickSort(chosen, (one, other) -> {
      final int byTexts = Integer.compare(counts[other], counts[one]);
      return byTexts == 0 ? names.name(one).compareTo(names.name(other)) : byTexts;
    });
    final int[] places = new int[names.size()];
    Arrays.fill(places, -1);
    for (int place = 0; place < chosen.length; place++) {
      places[chosen[place]] = place;
    }
    return new RankedNames(places, Arrays.stream(chosen).mapToObj(number -> names.name(number).getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new),
        Arrays.stream(chosen).map(number -> counts[number]).toArray());
  }

  /** The place of a name, negative if it is left out. */
  int place(final int number) {
    return number < places.length ? places[number] : -1;
  }
}
