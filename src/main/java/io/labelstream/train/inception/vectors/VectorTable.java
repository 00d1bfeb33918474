package io.labelstream.train.inception.vectors;

import io.labelstream.model.matrix.FloatMatrix;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Vectors of words: those that are set, multiplied by one number, and random ones of the same size for all other words. Not thread-safe. */
public final class VectorTable {
  /** As InceptionXML does for words without a vector. */
  private static final float MOST = 0.25f;

  private final int width;
  private final float[] values;
  private final BitSet known = new BitSet();

  public VectorTable(final int words, final int width) {
    this.width = width;
    this.values = new float[Math.multiplyExact(words, width)];
  }

  /** The numbers of a vector. */
  public int width() {
    return width;
  }

  /** Sets the vector of a word, the first numbers of an array. A vector of zeros says nothing: the word stays unknown. */
  void set(final int word, final float[] vector) {
    System.arraycopy(vector, 0, values, word * width, width);
    boolean says = false;
    for (int column = 0; column < width; column++) {
      says |= vector[column] != 0;
    }
    known.set(word, says);
  }

  /** Tells if the vector of a word is set. */
  boolean knows(final int word) {
    return known.get(word);
  }

  /** The number of words whose vectors are set. */
  public int known() {
    return known.cardinality();
  }

  /** All vectors. Those that are set have the mean square of the random ones, which are evenly distributed from -0.25 to 0.25. */
  public FloatMatrix matrix(final SplittableRandom random) {
    final float factor = factor();
    final float[] all = new float[values.length];
    for (int at = 0; at < all.length; at++) {
      all[at] = known.get(at / width) ? factor * values[at] : (float) random.nextDouble(-MOST, MOST);
    }
    return new FloatMatrix(all.length / width, width, all);
  }

  private float factor() {
    double squares = 0;
    for (int word = known.nextSetBit(0); word >= 0; word = known.nextSetBit(word + 1)) {
      for (int at = word * width; at < (word + 1) * width; at++) {
        squares += (double) values[at] * values[at];
      }
    }
    return (float) Math.sqrt((double) MOST * MOST / 3 * known() * width / squares);
  }
}
