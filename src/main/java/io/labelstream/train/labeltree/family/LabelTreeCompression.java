package io.labelstream.train.labeltree.family;

import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.labeltree.compress.LabelTreeCompressor;
import io.labelstream.train.labeltree.compress.WeightLimit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Compresses label trees. */
final class LabelTreeCompression implements Compression {
  static final Setting<Integer> WEIGHTS = Setting.of("weights", Integer.class).about("N", "How many weights to keep, but for those that matter as much as the last")
      .within(count -> count >= 1, "the weights to keep are %s, expected at least 1").row("limit", count -> count + " weights").build();

  static final Setting<Integer> MINIMAL_LABEL_COUNT = Setting.of("min-label-count", Integer.class)
      .about("N", "Labels that fewer texts had in training are left out")
      .usual(1).within(count -> count >= 1, "the minimal count of labels is %s, expected at least 1").row("least count of labels").build();

  @Override
  public Help help() {
    return new Help(
        "leaves out the weights that matter least, by their size and by how often texts use them, and the features that no weight is left for",
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
    return List.of(MINIMAL_LABEL_COUNT);
  }

  @Override
  public CompressedModel compress(final CompressionJob job) throws IOException, TrainingDataException, CompressionException {
    final Settings settings = job.settings();
    final Optional<WeightLimit> bytes = settings.find(SIZE).map(WeightLimit.Bytes::new);
    final WeightLimit limit = bytes.or(() -> settings.find(WEIGHTS).map(WeightLimit.Weights::new)).orElseGet(WeightLimit.None::new);
    return LabelTreeCompressor.compress(
        ((LabelTreeArtifact) job.model()).model(), limit, settings.get(MINIMAL_LABEL_COUNT), job.texts(), job.validation(), job.listener());
  }
}
