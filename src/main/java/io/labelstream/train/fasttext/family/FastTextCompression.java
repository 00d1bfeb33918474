package io.labelstream.train.fasttext.family;

import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.fasttext.compress.CompressionData;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.fasttext.compress.Compressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/** Compresses fastText models. */
final class FastTextCompression implements Compression {
  @Override
  public Help help() {
    return new Help(
        "keeps the rows that matter, replaces them by codes, and trains what is left on the texts that the model was trained on",
        ".safetensors is the smaller one, all else is fastText's own, .ftz", "rows are kept by norm and replaced by codes",
        "with vectors that are not quantised",
        List.of(
            "topics.bin --data train.txt --hold-out 0.1 --size 64KiB --out topics.safetensors",
            "topics.bin --data train.txt --validation valid.txt --cutoff 50000 --out topics.ftz",
            "topics.bin --cutoff 50000 --out topics.ftz"));
  }

  @Override
  public List<Setting<?>> limits() {
    return List.of(CompressionSettings.CUTOFF);
  }

  @Override
  public List<Setting<?>> settings() {
    return CompressionSettings.ALL;
  }

  @Override
  public Settings withoutTexts(final Settings settings) {
    return CompressionSettings.codingAlone(settings);
  }

  @Override
  public CompressedModel compress(final CompressionJob job) throws IOException, TrainingDataException, CompressionException, InterruptedException {
    final Arena arena = Arena.ofShared();
    try {
      return Compressor.compress(
          ((FastTextArtifact) job.model()).file(), new CompressionData(job.texts(), job.validation()),
          CompressionSettings.of((FastTextForm) job.form(), job.settings()), job.listener(), arena);
    } catch (final IOException | TrainingDataException | CompressionException | InterruptedException | RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }
}
