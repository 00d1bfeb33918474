package io.labelstream.model.labeltree;

import it.unimi.dsi.fastutil.longs.LongArrays;

/** The features of one text that a model knows, with their values. Scratch memory, refilled for one text after the other. Not thread-safe. */
public final class FeatureVector {
  private static final int SMALLEST = 64;

  /** For each occurrence of a term the feature, and in the lower half the bits of the value. */
  private long[] occurrences = new long[SMALLEST];
  private long[] spare = new long[SMALLEST];
  private int[] features = new int[SMALLEST];
  private float[] values = new float[SMALLEST];
  private int occurring;
  private int count;

  /** The number of features. */
  public int count() {
    return count;
  }

  /** The ids of the features, ascending and none twice. Not to be written to. */
  public int[] features() {
    return features;
  }

  /** The value of each of {@link #features}, finite and not 0. Not to be written to. */
  public float[] values() {
    return values;
  }

  /** Makes room for a text of so many terms, and forgets the one before. */
  public void clear(final int terms) {
    if (occurrences.length < terms) {
      final int size = Math.max(terms, 2 * occurrences.length);
      occurrences = new long[size];
      spare = new long[size];
      features = new int[size];
      values = new float[size];
    }
    occurring = 0;
    count = 0;
  }

  /** Adds an occurrence of a term, of which there are no more than {@link #clear} was told of. */
  public void add(final int feature, final float value) {
    occurrences[occurring++] = (long) feature << Integer.SIZE | Integer.toUnsignedLong(Float.floatToRawIntBits(value));
  }

  /** Unites the occurrences of each feature. The result is the same in whatever order they were added. */
  public void finish(final Weighting weighting) {
    sort();
    double squares = 0;
    for (int at = 0; at < occurring; ) {
      final int feature = feature(at);
      float sum = 0;
      while (at < occurring && feature(at) == feature) {
        sum += Float.intBitsToFloat((int) occurrences[at++]);
      }
      if (sum != 0 && Float.isFinite(sum)) {
        final float value = weighting == Weighting.BINARY ? 1f : sum;
        features[count] = feature;
        values[count++] = value;
        squares += (double) value * value;
      }
    }
    if (weighting != Weighting.GIVEN && count > 0) {
      scale(1 / Math.sqrt(squares));
    }
  }

  private int feature(final int at) {
    return (int) (occurrences[at] >>> Integer.SIZE);
  }

  private void sort() {
    System.arraycopy(occurrences, 0, spare, 0, occurring);
    // Quicksort would take the square of the time for a text made to that end, and that of the Java runtime allocates.
    LongArrays.mergeSort(occurrences, 0, occurring, spare);
  }

  /** Multiplies the values, and leaves out those that become 0. */
  private void scale(final double factor) {
    int kept = 0;
    for (int index = 0; index < count; index++) {
      features[kept] = features[index];
      values[kept] = (float) (values[index] * factor);
      kept += values[kept] == 0 ? 0 : 1;
    }
    count = kept;
  }
}
