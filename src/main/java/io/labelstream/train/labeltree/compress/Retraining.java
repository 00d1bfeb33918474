package io.labelstream.train.labeltree.compress;

import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.train.Workers;
import io.labelstream.train.labeltree.node.NodeSettings;
import io.labelstream.train.labeltree.node.NodeTraining;
import java.util.ArrayList;
import java.util.List;

/** Trains the weights of a model again, so that they make up for those that were left out. */
public record Retraining(NodeSettings settings, long seed, int threads) {

  LabelTreeModel of(final LabelTreeModel model, final ModelTexts texts) throws InterruptedException {
    final List<LabelTree> trees = new ArrayList<>();
    try (Workers workers = new Workers(threads)) {
      for (final LabelTree tree : model.trees()) {
        final NodeWeights[] weights =
            NodeTraining.retrain(texts.features(), texts.labels(), tree.shape(), tree.weights(), settings, seed, workers);
        trees.add(new LabelTree(tree.shape(), weights));
      }
    }
    return new LabelTreeModel(model.features(), model.labels(), model.labelTexts(), model.texts(), trees, model.link(), model.search());
  }
}
