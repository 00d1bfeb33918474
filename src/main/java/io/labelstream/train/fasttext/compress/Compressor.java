package io.labelstream.train.fasttext.compress;

import io.labelstream.kernel.Floats;
import io.labelstream.model.Metadata;
import io.labelstream.model.fasttext.file.FastTextArguments;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextMatrix;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionListener;
import io.labelstream.train.Workers;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.fasttext.RowMap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compresses classifiers: prunes rows, quantises the others, and trains the model to compensate for the loss. This follows FastText.zip (arXiv 1612.03651) and
 * adds coordinates in which k-means minimises the error of the scores, and no more dimensions than can make a difference.
 *
 * <p>Under a limit of bytes a few codings are tried, each with as many rows as fit by the exact size of a file without content, and compared on a sample
 * of the texts by accuracy on the validation texts, or on {@link EveryOtherWord} of the training texts if there are none. With one thread, the result is the same each time, bit for bit.
 *
 * <p>The remaining rows and the output are trained together at the width that they end with. A step that makes the model worse on the validation texts is
 * undone. Without such texts, {@link Retraining} is not judged, and training the output on the codes is judged by the texts that codings are compared by.
 */
public final class Compressor {
  /**
   * Codings are compared on a sample of at most this many texts, or more where there are many labels. On a fifth of AG News' texts to train on, which took no
   * part, codings so chosen were 0.05 to 0.07 points less accurate than those chosen on all, which is noise.
   */
  private static final int COMPARED_TEXTS = 1 << 13;
  private static final int COMPARED_TEXTS_PER_LABEL = 16;

  private Compressor() {}

  /**
   * Compresses a model.
   *
   * @param model a model with dense matrices
   * @param data the texts to use
   * @param listener receives each stage of the last run when it is over, and the state of the work; in the calling thread
   * @param arena holds the result; a shared arena if there are several threads
   * @throws CompressionException if the model cannot be compressed, or not to the requested size
   * @throws TrainingDataException if the data are of another form than expected
   * @throws InterruptedException if the calling thread was interrupted
   * @throws IOException if the data cannot be read
   */
  public static CompressedFastText compress(
      final FastTextFile model, final CompressionData data, final CompressionSettings settings, final CompressionListener listener, final Arena arena)
      throws IOException, TrainingDataException, CompressionException, InterruptedException {
    final SourceModel source = SourceModel.of(model);
    final FeatureSpace space = FeatureSpace.of(model);
    try (Workers workers = new Workers(settings.threads());
        Texts texts = Texts.of(data, space)) {
      requireLabels(data.training(), texts.training());
      requireLabels(data.validation(), texts.validation());
      final int[] order = settings.limit() instanceof CompressionLimit.None
          ? new int[0] : RowRanking.order(source.input(), source.endOfLine(), settings.pruning(), texts.training());
      final Sizing sizing = new Sizing(source, settings, order);
      final List<Coding> candidates = sizing.fitting();
      final boolean isOpen = candidates.size() > 1 && texts.judging().isPresent();
      final CompressionWork work = new CompressionWork(
          listener, isOpen ? candidates.size() : 0, texts.training().map(training -> comparedShare(source, training)).orElse(1.0), System::nanoTime);
      final Coding coding = isOpen ? best(candidates, source, texts, settings, sizing, work, workers) : candidates.getFirst();
      final RowMap kept = sizing.kept(coding);
      final CompressionRun attempt = new CompressionRun(source, coding, settings, kept, texts, work, workers, arena, Optional.of(listener));
      final FastTextFile compressed = attempt.run();
      requireFinite(compressed);
      final long bytes = settings.form().bytes(compressed, Metadata.none());
      if (settings.limit() instanceof CompressionLimit.Bytes most && bytes > most.most()) {
        throw new IllegalStateException("the file has " + bytes + " bytes, more than the " + most.most() + " its skeleton promised");
      }
      return new CompressedFastText(compressed, settings.form(), settings.limit(), bytes, attempt.stages(), arena);
    }
  }

  private static void requireLabels(final Optional<ExampleSource> source, final Optional<FeatureCorpus> corpus) throws CompressionException {
    if (source.isPresent() && corpus.isPresent() && labels(corpus.get()) == 0) {
      throw new CompressionException(
          "none of the " + corpus.get().examples() + " texts of '" + source.get().name() + "' has a label of the model, expected texts like those it was trained on");
    }
  }

  private static long labels(final FeatureCorpus corpus) {
    return IntStream.range(0, corpus.examples()).mapToLong(corpus::labels).sum();
  }

  /** Checks that rounding has left all numbers finite: those beyond the range of half floats become infinite. */
  private static void requireFinite(final FastTextFile compressed) throws CompressionException {
    for (final FastTextMatrix matrix : List.of(compressed.input(), compressed.output())) {
      for (final MemorySegment floats : matrix.floats()) {
        if (!Floats.areFinite(floats)) {
          throw new CompressionException("the model's weights are too large for the numbers of a small file: train the model again with a lower learning rate");
        }
      }
    }
  }

  private static int comparedTexts(final SourceModel source) {
    return Math.max(COMPARED_TEXTS, COMPARED_TEXTS_PER_LABEL * source.labels());
  }

  private static double comparedShare(final SourceModel source, final FeatureCorpus training) {
    return Math.min(1, (double) comparedTexts(source) / training.examples());
  }

  /** The coding that is best on the texts to judge by; among equals, the one with the most bytes per row. */
  private static Coding best(
      final List<Coding> candidates, final SourceModel source, final Texts texts, final CompressionSettings settings, final Sizing sizing,
      final CompressionWork work, final Workers workers)
      throws CompressionException, InterruptedException {
    Coding best = candidates.getFirst();
    double most = Double.NEGATIVE_INFINITY;
    try (Texts sample = texts.sampled(comparedTexts(source), settings.seed())) {
      for (final Coding candidate : candidates) {
        try (Arena scratch = Arena.ofShared()) {
          final CompressionRun attempt = new CompressionRun(
              source, candidate, settings, sizing.kept(candidate), sample, work, workers, scratch, Optional.empty());
          attempt.run();
          if (attempt.accuracy() > most || attempt.accuracy() == most && candidate.rowBytes() > best.rowBytes()) {
            most = attempt.accuracy();
            best = candidate;
          }
        }
      }
    }
    return best;
  }

  /** Finds the number of rows that fit, by the exact size of a file without content. */
  private static final class Sizing {
    /** The first estimate of the bytes of a row besides its codes, until the first coding shows them. */
    private static final int USUAL_ROW_BYTES = 4;

    /** One part in this many of a limit may stay unused. */
    private static final int GOOD_ENOUGH = 4096;

    /** If there is room for fewer rows, narrower ones are worth a try. */
    private static final int MANY_ROWS = 1024;

    /** If codebooks and labels take less than one part in this many of a limit, narrower rows save too little to be worth a direction. */
    private static final int LEAST_SHARE_TO_SAVE = 2;

    /** With fewer rows, no width is useful. */
    private static final int FEW_ROWS = 128;

    /** The number of widths that are tried. */
    private static final int WIDTHS = 3;

    /** After this many guesses, the search goes on by halving, which is sure to end. */
    private static final int MOST_GUESSES = 12;

    private final SourceModel source;
    private final CompressionSettings settings;
    /** Empty if all rows are kept. */
    private final int[] order;

    /** The rows that each coding has room for, as far as they were searched for: each look at a size encodes the whole vocabulary. */
    private final Map<Coding, RowMap> found = new HashMap<>();

    private double bytesBesidesCodes = USUAL_ROW_BYTES;

    Sizing(final SourceModel source, final CompressionSettings settings, final int[] order) {
      this.source = source;
      this.settings = settings;
      this.order = order;
    }

    /**
     * The codings that fit. If the full width leaves room for only few rows, as codebooks and labels take the rest, codings of smaller widths are included:
     * rows are then reduced to the directions in which labels differ most.
     */
    List<Coding> fitting() throws CompressionException {
      final int useful = LogitBasis.mostDimensions(source.file().arguments().loss(), source.labels(), source.dimensions());
      final int dimensions = Math.min(source.dimensions(), settings.dimensions().orElse(useful));
      final List<Coding> all = candidates(dimensions);
      if (!(settings.limit() instanceof CompressionLimit.Bytes most)) {
        return all;
      }
      final long limit = most.most();
      final List<Coding> roomy = fitting(all, MANY_ROWS, limit);
      final List<Coding> light = roomy.isEmpty() ? fitting(all, 1, limit / LEAST_SHARE_TO_SAVE) : roomy;
      if (!light.isEmpty()) {
        return light;
      }
      final List<List<Coding>> narrower = new ArrayList<>(List.of(all));
      for (int width = dimensions * 3 / 4; settings.dimensions().isEmpty() && width >= 1; width = width * 3 / 4) {
        narrower.add(candidates(width));
      }
      for (final int rows : new int[] {FEW_ROWS, 1}) {
        final List<Coding> fitting =
            narrower.stream().map(codings -> fitting(codings, rows, limit)).filter(codings -> !codings.isEmpty()).limit(WIDTHS).flatMap(List::stream).toList();
        if (!fitting.isEmpty()) {
          return fitting;
        }
      }
      final long least = narrower.stream().flatMap(List::stream).mapToLong(coding -> bytes(coding, 1)).min().orElseThrow();
      throw new CompressionException(
          "the limit of " + most.most() + " bytes is too small for this model: its smallest file has " + least + " bytes, mostly for " + source.labels()
              + " labels and the codebooks; raise the limit");
    }

    private List<Coding> candidates(final int dimensions) {
      final long elementBytes = settings.form() == FastTextForm.SAFETENSORS ? Byte.BYTES : Float.BYTES;
      return Coding.candidates(settings, dimensions, source.labels(), elementBytes);
    }

    /** The codings with room for some rows, or for all. */
    private List<Coding> fitting(final List<Coding> codings, final int rows, final long limit) {
      return codings.stream().filter(coding -> bytes(coding, Math.min(rows, order.length)) <= limit).toList();
    }

    /** The rows that a coding has room for. */
    RowMap kept(final Coding coding) {
      return switch (settings.limit()) {
        case CompressionLimit.None none -> RowMap.all(source.input().rows());
        case CompressionLimit.Rows rows -> first(Math.min(rows.count(), order.length));
        case CompressionLimit.Bytes bytes -> found.computeIfAbsent(coding, one -> first(most(one, bytes.most())));
      };
    }

    private RowMap first(final int count) {
      final BitSet rows = new BitSet(source.input().rows());
      for (int index = 0; index < count; index++) {
        rows.set(order[index]);
      }
      return RowMap.of(rows, source.input().rows());
    }

    /**
     * The most rows with which the file is not larger than {@code limit}, up to a few bytes; at least one fits. Sizes grow almost linearly with rows, so each
     * guess follows from the two before.
     */
    private int most(final Coding coding, final long limit) {
      int fits = 1;
      long fitting = bytes(coding, fits);
      // Each row takes at least its codes.
      int tooMany = (int) Math.min(order.length, limit / coding.rowBytes()) + 1;
      final long enough = Math.max(coding.rowBytes(), limit / GOOD_ENOUGH);
      double slope = coding.rowBytes() + bytesBesidesCodes;
      int at = fits;
      long size = fitting;
      for (int guesses = 0; tooMany - fits > 1 && limit - fitting > enough; guesses++) {
        final double goal = at + (limit - enough / 2 - size) / slope;
        final int guess = guesses < MOST_GUESSES ? (int) Math.min(Math.max(goal, fits + 1), tooMany - 1) : (fits + tooMany) >>> 1;
        final long guessed = bytes(coding, guess);
        slope = guess == at || guessed == size ? slope : Math.max(1, (double) (guessed - size) / (guess - at));
        at = guess;
        size = guessed;
        if (guessed <= limit) {
          fits = guess;
          fitting = guessed;
        } else {
          tooMany = guess;
        }
      }
      bytesBesidesCodes = Math.max(0, slope - coding.rowBytes());
      return fits;
    }

    private long bytes(final Coding coding, final int count) {
      try (Arena scratch = Arena.ofConfined()) {
        final FastTextArguments before = source.file().arguments();
        final FastTextArguments arguments =
            new FastTextArguments(
                coding.dimensions(), before.epochs(), before.minimalCount(), before.wordNgrams(), before.loss(), before.buckets(), before.shortestSubword(),
                before.longestSubword());
        final FastTextFile skeleton =
            new FastTextFile(
                source.file().version(), arguments, source.vocabulary(first(count)), coding.inputSkeleton(count, scratch),
                coding.outputSkeleton(source.labels(), scratch), List.of());
        return settings.form().bytes(skeleton, Metadata.none());
      }
    }
  }
}
