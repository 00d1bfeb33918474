package io.labelstream.model.labeltree;

import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * A trained model of label trees on the heap, before it is written to a file or after it was read from one. The arrays are not copied and not to be written to.
 *
 * @param features the features of a text
 * @param labels the names of the labels by their ids, UTF-8, none empty
 * @param labelTexts the number of texts that each label had in training
 * @param texts the number of texts in training
 * @param trees 1 to {@value #MOST_TREES} trees over all labels; a label's score is the mean of the scores that the trees give it
 * @param link from a node's margin to its probability
 * @param search how labels are found in the trees
 */
public record LabelTreeModel(
    FeatureSpace features, byte[][] labels, int[] labelTexts, int texts, List<LabelTree> trees, Link link, SearchRule search) {
  /** The most trees of a model. */
  public static final int MOST_TREES = LabelTreeFile.MOST_TREES;

  /** @throws IllegalArgumentException if the parts do not belong together; the message says which */
  public LabelTreeModel {
    trees = List.copyOf(trees);
    if (trees.isEmpty() || trees.size() > MOST_TREES) {
      throw new IllegalArgumentException("a model has " + trees.size() + " trees, expected 1 to " + MOST_TREES);
    }
    if (labelTexts.length != labels.length) {
      throw new IllegalArgumentException("there are " + labelTexts.length + " numbers of texts, expected one for each of " + labels.length + " labels");
    }
    for (final LabelTree tree : trees) {
      if (tree.shape().labels() != labels.length) {
        throw new IllegalArgumentException("a tree has " + tree.shape().labels() + " labels, expected " + labels.length);
      }
    }
  }

  /**
   * Writes a file. Weights are rounded to {@code precision}, so that a model read back from the file is not quite the same, but one written from that again is.
   *
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  public long write(final Metadata metadata, final Precision precision, final WritableByteChannel channel) throws IOException {
    return LabelTreeWriter.file(this, metadata, precision).write(channel);
  }
}
