package io.labelstream.train.labeltree.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.Precision;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Locale;

/**
 * Label trees that were trained.
 *
 * @param precision of the weights in a file
 * @param elapsed the duration of the training
 */
record TrainedLabelTree(LabelTreeModel model, Precision precision, Duration elapsed) implements TrainedModel {
  /** The number of weights of a tree. */
  static long weights(final LabelTree tree) {
    long count = 0;
    for (final NodeWeights node : tree.weights()) {
      count += node.features().length;
    }
    return count;
  }

  @Override
  public Outcome outcome() {
    final int trees = model.trees().size();
    return new Outcome(
        trees + (trees == 1 ? " tree" : " trees"), elapsed,
        String.format(Locale.ROOT, "%,d weights", model.trees().stream().mapToLong(TrainedLabelTree::weights).sum()));
  }

  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return model.write(Metadata.none(), precision, channel);
  }

  @Override
  public long writeTo(final Settings settings, final WritableByteChannel channel) throws IOException {
    return new LabelTreeModel(
        model.features(), model.labels(), model.labelTexts(), model.texts(), model.trees(), model.link(), LabelTreeSettings.search(settings))
        .write(Metadata.none(), settings.get(LabelTreeSettings.WEIGHT_PRECISION), channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
