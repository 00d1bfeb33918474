package io.labelstream.train.labeltree.family;

import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Link;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.labeltree.compress.LabelTreeCompressor;
import io.labelstream.train.labeltree.compress.Retraining;
import io.labelstream.train.labeltree.compress.WeightLimit;
import io.labelstream.train.labeltree.node.Negatives;
import io.labelstream.train.labeltree.node.NodeLoss;
import io.labelstream.train.labeltree.node.NodeSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Compresses label trees. */
final class LabelTreeCompression implements Compression {
  private static final double HINGE_COST = 1;
  private static final double LOGISTIC_COST = 10;

  static final Setting<Integer> WEIGHTS = Setting.of("weights", Integer.class)
      .about("N", "How many weights to keep; a few more where some matter equally")
      .within(count -> count >= 1, "the weights to keep are %s, expected at least 1").row("limit", count -> count + " weights").build();

  static final Setting<Integer> MINIMAL_LABEL_COUNT = Setting.of("min-label-count", Integer.class)
      .about("N", "Labels that fewer texts had in training are left out")
      .usual(1).within(count -> count >= 1, "the minimal count of labels is %s, expected at least 1").row("least count of labels").build();

  static final Setting<Double> RETRAIN_COST = Setting.of("retrain-cost", Double.class)
      .about("C", "The --cost of training the weights that are kept again; 1, or 10 with the logistic loss, unless given")
      .within(LabelTreeSettings::isCost, "the cost of retraining is %s, expected 1e-9 to 1e9")
      .needing(Setting.Need.TEXTS, cost -> true).row("cost of retraining").absent("the usual").build();

  @Override
  public Help help() {
    return new Help(
        "leaves out the weights that matter least, by their size and by how often texts use them, and the features that no weight is left for, and trains "
            + "the weights that are left again",
        "there is only one, .safetensors", "weights are kept by their size alone", "of label trees",
        List.of(
            "subjects.safetensors --data train.tsv --hold-out 0.1 --size 5MB --out small.safetensors",
            "subjects.safetensors --data train.tsv --validation valid.tsv --min-label-count 10 --size 2MB --out small.safetensors",
            "subjects.safetensors --weights 1000000 --out small.safetensors"));
  }

  @Override
  public List<Setting<?>> limits() {
    return List.of(WEIGHTS);
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(MINIMAL_LABEL_COUNT, RETRAIN_COST);
  }

  @Override
  public CompressedModel compress(final CompressionJob job) throws IOException, TrainingDataException, CompressionException, InterruptedException {
    final Settings settings = job.settings();
    final LabelTreeModel model = ((LabelTreeArtifact) job.model()).model();
    final Optional<WeightLimit> bytes = settings.find(SIZE).map(WeightLimit.Bytes::new);
    final WeightLimit limit = bytes.or(() -> settings.find(WEIGHTS).map(WeightLimit.Weights::new)).orElseGet(WeightLimit.None::new);
    return LabelTreeCompressor.compress(
        model, limit, settings.get(MINIMAL_LABEL_COUNT), job.texts(), job.validation(), retraining(model.link(), settings), job.listener());
  }

  private static Retraining retraining(final Link link, final Settings settings) {
    final NodeLoss loss = switch (link) {
      case CUBED_HINGE -> NodeLoss.SQUARED_HINGE;
      case SIGMOID -> NodeLoss.LOGISTIC;
    };
    final double cost = settings.find(RETRAIN_COST).orElse(loss == NodeLoss.LOGISTIC ? LOGISTIC_COST : HINGE_COST);
    return new Retraining(
        new NodeSettings(loss, cost, cost, LabelTreeSettings.TOLERANCE, LabelTreeSettings.MOST_PASSES, 0, Negatives.SIBLINGS), settings.get(Settings.SEED),
        settings.get(Settings.THREADS));
  }
}
