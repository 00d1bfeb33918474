package io.labelstream.train.inception.family;

import io.labelstream.model.inception.family.InceptionArtifact;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.compress.InceptionCompressor;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Compresses networks. */
final class InceptionCompression implements Compression {
  static final Setting<Integer> LABEL_BITS = Setting.of("label-bits", Integer.class)
      .about("BITS", "The bits of a weight of the label rows: 8, or 4, 2 or 1, which are product-quantised. Unless given, those that fit the limit best")
      .within(bits -> InceptionCompressor.LABEL_BITS.contains(bits), "the bits of a weight of the label rows are %s, expected 8, 4, 2 or 1")
      .row("bits of the label rows").absent("those that fit best").build();

  static final Setting<Integer> MINIMAL_COUNT = Setting.of("min-count", Integer.class)
      .about("N", "Words that fewer texts had in training are left out")
      .usual(1).within(count -> count >= 1, "the minimal count of words is %s, expected at least 1").row("least count of words").build();

  @Override
  public Help help() {
    return new Help(
        "leaves out the words that the fewest training texts had, and product-quantises the rows of the labels where that leaves room for more words",
        "there is only one, .safetensors", "its matrices become 8-bit integers", "of short texts",
        List.of(
            "titles.safetensors --data train.tsv --hold-out 0.1 --size 4MB --out small.safetensors",
            "titles.safetensors --label-bits 4 --min-count 2 --out small.safetensors"));
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(LABEL_BITS, MINIMAL_COUNT);
  }

  @Override
  public CompressedModel compress(final CompressionJob job) throws IOException, TrainingDataException, CompressionException, InterruptedException {
    final Settings settings = job.settings();
    return InceptionCompressor.compress(
        ((InceptionArtifact) job.model()).model(),
        settings.find(SIZE).map(OptionalLong::of).orElseGet(OptionalLong::empty),
        settings.find(LABEL_BITS).map(OptionalInt::of).orElseGet(OptionalInt::empty),
        settings.get(MINIMAL_COUNT),
        job.validation(),
        settings.get(Settings.SEED),
        settings.get(Settings.THREADS),
        job.listener());
  }
}
