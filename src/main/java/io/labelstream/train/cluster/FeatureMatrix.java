package io.labelstream.train.cluster;

/**
 * The features of texts: a sparse matrix with one row a text. The arrays are not copied and not to be written to.
 *
 * @param starts the start of each row in the other arrays, and the end of the last row
 * @param features the columns of the values that are not zero, ascending in each row
 * @param values the values, finite; rows have unit length unless they are empty or the features are given
 * @param columns the number of columns
 */
public record FeatureMatrix(int[] starts, int[] features, float[] values, int columns) {
  /** The number of texts. */
  public int rows() {
    return starts.length - 1;
  }
}
