package io.labelstream.train.cluster;

/**
 * The labels of texts. The arrays are not copied and not to be written to.
 *
 * @param starts the start of each text's labels, and the end of the last one's
 * @param labels label ids, ascending for each text and none twice
 * @param count the number of labels; ids run from 0
 */
public record LabelMatrix(int[] starts, int[] labels, int count) {
  /** The number of texts. */
  public int rows() {
    return starts.length - 1;
  }
}
