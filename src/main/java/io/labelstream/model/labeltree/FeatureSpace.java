package io.labelstream.model.labeltree;

import java.util.Arrays;

/**
 * The features of a model: the terms that it knows, each with an id and a factor. Ids run from 0 in the order of the keys. Immutable if nobody writes to the
 * arrays, which are not copied.
 */
public final class FeatureSpace {
  /** The most features. */
  public static final int MOST = 1 << 28;

  private final FeatureSettings settings;
  private final long[] keys;
  private final float[] factors;

  private FeatureSpace(final FeatureSettings settings, final long[] keys, final float[] factors) {
    this.settings = settings;
    this.keys = keys;
    this.factors = factors;
  }

  /**
   * A space.
   *
   * @param keys of the terms, ascending as signed numbers
   * @param factors by which the values of each term are multiplied, finite and more than 0: the inverse document frequencies, or 1 with another weighting
   * @throws IllegalArgumentException if keys and factors are not like that; the message says how
   */
  public static FeatureSpace of(final FeatureSettings settings, final long[] keys, final float[] factors) {
    if (keys.length > MOST) {
      throw new IllegalArgumentException("there are " + keys.length + " features, expected at most " + MOST);
    }
    if (factors.length != keys.length) {
      throw new IllegalArgumentException("there are " + factors.length + " factors, expected one for each of " + keys.length + " features");
    }
    for (int feature = 0; feature < keys.length; feature++) {
      if (feature > 0 && keys[feature] <= keys[feature - 1]) {
        throw new IllegalArgumentException("the key of feature " + feature + " is not greater than that of the feature before");
      }
      if (!(factors[feature] > 0 && factors[feature] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the factor of feature " + feature + " is " + factors[feature] + ", expected a number greater than 0");
      }
    }
    return new FeatureSpace(settings, keys, factors);
  }

  /** The settings that turn texts into terms, and terms into values. */
  public FeatureSettings settings() {
    return settings;
  }

  /** The number of features. */
  public int size() {
    return keys.length;
  }

  /** The key of each feature's term, ascending as signed numbers. Not to be written to. */
  public long[] keys() {
    return keys;
  }

  /** The factor of each feature. Not to be written to. */
  public float[] factors() {
    return factors;
  }

  /**
   * The space without the other features.
   *
   * @param features the ids of those to keep, ascending; their places become the new ids
   */
  public FeatureSpace only(final int[] features) {
    final long[] keptKeys = Arrays.stream(features).mapToLong(feature -> keys[feature]).toArray();
    final float[] keptFactors = new float[features.length];
    for (int index = 0; index < features.length; index++) {
      keptFactors[index] = factors[features[index]];
    }
    return of(settings, keptKeys, keptFactors);
  }
}
