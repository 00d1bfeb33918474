package io.labelstream.train.encoder.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Compresses sentence encoders: matrices become 8-bit integers, vectors their first dimensions, and the word pieces that texts use least are left out. */
public final class EncoderCompressor {
  private final PieceLimit limit;
  private final Optional<ExampleSource> texts;
  private final Optional<ExampleSource> validation;
  private final Consumer<CompressionStage> listener;
  private final List<CompressionStage> stages = new ArrayList<>();
  private long stepStart = System.nanoTime();

  private EncoderCompressor(
      final PieceLimit limit, final Optional<ExampleSource> texts, final Optional<ExampleSource> validation, final Consumer<CompressionStage> listener) {
    this.limit = limit;
    this.texts = texts;
    this.validation = validation;
    this.listener = listener;
  }

  /**
   * Compresses a model.
   *
   * @param dimensions how many dimensions to keep; empty: all
   * @param texts of the kind that the model is for: decide which pieces are kept
   * @param validation texts to measure the labels on
   * @param listener receives each stage when it is over
   * @throws IOException if texts cannot be read
   * @throws TrainingDataException if the texts are of another form than expected
   * @throws CompressionException if the model has fewer dimensions, an index of documents is to lose some, or the limit is too small
   */
  public static CompressedModel compress(
      final EncoderModel model, final PieceLimit limit, final OptionalInt dimensions, final Optional<ExampleSource> texts,
      final Optional<ExampleSource> validation, final Consumer<CompressionStage> listener)
      throws IOException, TrainingDataException, CompressionException {
    return new EncoderCompressor(limit, texts, validation, listener).compress(model, dimensions);
  }

  private CompressedModel compress(final EncoderModel full, final OptionalInt dimensions) throws IOException, TrainingDataException, CompressionException {
    over("full, 8-bit integers", full);
    EncoderModel small = full;
    if (dimensions.isPresent()) {
      small = withDimensions(full, dimensions.getAsInt());
      over("fewer dimensions", small);
    }
    small = withFewerPieces(small);
    over("fewer pieces", small);
    return new CompressedEncoder(small, limit, stages);
  }

  private static EncoderModel withDimensions(final EncoderModel model, final int dimensions) throws CompressionException {
    if (dimensions > model.dimensions()) {
      throw new CompressionException("the model has " + model.dimensions() + " dimensions, fewer than --dimensions " + dimensions + "; give fewer");
    }
    try {
      return SmallerEncoders.withDimensions(model, dimensions);
    } catch (final IllegalArgumentException impossible) {
      throw new CompressionException(String.valueOf(impossible.getMessage()), impossible);
    }
  }

  private EncoderModel withFewerPieces(final EncoderModel model) throws IOException, TrainingDataException, CompressionException {
    final PieceRanking ranking = PieceRanking.of(model.vocabulary(), texts);
    return switch (limit) {
      case PieceLimit.None _ -> with(model, ranking, ranking.pieces().length);
      case PieceLimit.Pieces(final int most) -> {
        if (most < ranking.always()) {
          throw new CompressionException("the limit of " + most + " pieces is too small, as " + ranking.always() + " are always kept: raise it");
        }
        yield with(model, ranking, Math.min(most, ranking.pieces().length));
      }
      case PieceLimit.Bytes(final long most) -> within(model, ranking, most);
    };
  }

  /** The model with the most pieces whose file has at most so many bytes. */
  private static EncoderModel within(final EncoderModel model, final PieceRanking ranking, final long most) throws CompressionException {
    final EncoderModel least = with(model, ranking, ranking.always());
    if (bytes(least) > most) {
      throw new CompressionException("the limit of " + most + " bytes is too small: with the " + ranking.always()
          + " pieces that are always kept, the file has " + bytes(least) + "; raise it, or give fewer --dimensions");
    }
    int fitting = ranking.always();
    int excess = ranking.pieces().length + 1;
    while (excess - fitting > 1) {
      final int guess = fitting + (excess - fitting) / 2;
      if (bytes(with(model, ranking, guess)) <= most) {
        fitting = guess;
      } else {
        excess = guess;
      }
    }
    return with(model, ranking, fitting);
  }

  private static EncoderModel with(final EncoderModel model, final PieceRanking ranking, final int pieces) {
    return SmallerEncoders.withPieces(model, Arrays.copyOf(ranking.pieces(), pieces));
  }

  private static long bytes(final EncoderModel model) {
    return EncoderFile.bytes(model, Metadata.none(), Precision.INT8);
  }

  private void over(final String step, final EncoderModel model) throws IOException, TrainingDataException {
    final Duration elapsed = Duration.ofNanos(System.nanoTime() - stepStart);
    final Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("pieces", (long) model.vocabulary().size());
    sizes.put("dimensions", (long) model.dimensions());
    sizes.put("bytes", bytes(model));
    final LabelFigures figures = validation.isPresent() && model.head() instanceof EncoderHead.LabelRows rows
        ? LabelFigures.of(model, rows, validation.get()) : LabelFigures.NONE;
    final CompressionStage stage =
        new CompressionStage(step, sizes.get("pieces") + " pieces", sizes, figures.accuracy(), figures.loss(), elapsed);
    stages.add(stage);
    listener.accept(stage);
    stepStart = System.nanoTime();
  }
}
