package io.labelstream.train.encoder.family;

import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.compress.EncoderCompressor;
import io.labelstream.train.encoder.compress.PieceLimit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Compresses sentence encoders. */
final class EncoderCompression implements Compression {
  static final Setting<Integer> PIECES = Setting.of("pieces", Integer.class)
      .about("N", "How many word pieces to keep: those that the texts use most").within(count -> count >= 1, "the pieces to keep are %s, expected at least 1")
      .needing(Setting.Need.TEXTS, count -> true).row("limit", count -> count + " pieces").build();

  static final Setting<Integer> DIMENSIONS = Setting.of("dimensions", Integer.class)
      .about("N", "How many dimensions of the vectors to keep, the first ones; all unless given")
      .within(count -> count >= 1, "the dimensions to keep are %s, expected at least 1").row("dimensions").absent("all").build();

  @Override
  public Help help() {
    return new Help(
        "stores each weight in one byte, keeps the first dimensions of the vectors if asked to, and leaves out the word pieces that texts use least",
        "there is only one, .safetensors", "all word pieces are kept that a text can have", "of sentence encoders",
        List.of(
            "imported.safetensors --out small.safetensors",
            "student.safetensors --dimensions 64 --out half.safetensors",
            "topics.safetensors --data train.tsv --size 1MB --out small.safetensors"));
  }

  @Override
  public List<Setting<?>> limits() {
    return List.of(PIECES);
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(DIMENSIONS);
  }

  @Override
  public CompressedModel compress(final CompressionJob job) throws IOException, TrainingDataException, CompressionException {
    final Settings settings = job.settings();
    final Optional<PieceLimit> bytes = settings.find(SIZE).map(PieceLimit.Bytes::new);
    final PieceLimit limit = bytes.or(() -> settings.find(PIECES).map(PieceLimit.Pieces::new)).orElseGet(PieceLimit.None::new);
    final OptionalInt dimensions = settings.find(DIMENSIONS).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    return EncoderCompressor.compress(((EncoderArtifact) job.model()).model(), limit, dimensions, job.texts(), job.validation(), job.listener());
  }
}
