package io.labelstream.train.inception.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.Workers;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.quantise.NormCoding;
import io.labelstream.train.quantise.RowQuantizer;
import io.labelstream.train.quantise.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Compresses networks: matrices become 8-bit integers, the rows of the labels are product-quantised if that leaves room for more words, and the words that the
 * fewest texts had in training are left out.
 */
public final class InceptionCompressor {
  /** The bits of a weight of the label rows that are tried, from the best to the smallest. */
  public static final List<Integer> LABEL_BITS = List.of(8, 4, 2, 1);

  /** Without texts to measure on, rows of labels are coarser only if fewer uses of words would be kept otherwise. */
  private static final double MOST_USES = 0.99;

  private final OptionalLong limit;
  private final Optional<ExampleSource> validation;
  private final long seed;
  private final int threads;
  private final Consumer<CompressionStage> listener;
  private final List<CompressionStage> stages = new ArrayList<>();
  private long stepStart = System.nanoTime();

  private InceptionCompressor(
      final OptionalLong limit, final Optional<ExampleSource> validation, final long seed, final int threads, final Consumer<CompressionStage> listener) {
    this.limit = limit;
    this.validation = validation;
    this.seed = seed;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Compresses a model.
   *
   * @param limit the most bytes of the file; empty: there is no limit
   * @param labelBits the bits of a weight of the label rows, one of 8, 4, 2 and 1; empty: the best for the limit, or 8 without one
   * @param minCount the fewest texts in training of a word that is kept
   * @param validation texts to choose the bits by
   * @param listener receives each stage when it is over
   * @throws IOException if texts cannot be read
   * @throws TrainingDataException if the texts are of another form than expected
   * @throws CompressionException if no word is left, or the limit is too small for a single one
   * @throws InterruptedException if the thread was interrupted
   */
  public static CompressedModel compress(
      final InceptionModel model, final OptionalLong limit, final OptionalInt labelBits, final int minCount, final Optional<ExampleSource> validation,
      final long seed, final int threads, final Consumer<CompressionStage> listener)
      throws IOException, TrainingDataException, CompressionException, InterruptedException {
    return new InceptionCompressor(limit, validation, seed, threads, listener).compress(model, labelBits, minCount);
  }

  private CompressedModel compress(final InceptionModel full, final OptionalInt labelBits, final int minCount)
      throws IOException, TrainingDataException, CompressionException, InterruptedException {
    SmallNetwork small = new SmallNetwork(full, Optional.empty());
    over("full, 8-bit integers", small);
    final int common = (int) Arrays.stream(full.wordTexts()).filter(texts -> texts >= minCount).count();
    if (common == 0) {
      throw new CompressionException("no word has " + minCount + " texts, the most common one has " + full.wordTexts()[0] + "; lower --min-count");
    }
    if (common < small.words()) {
      small = small.withWords(common);
      over("rare words left out", small);
    }
    if (labelBits.isPresent()) {
      small = within(coded(small, labelBits.getAsInt()));
      over("label rows of " + bits(labelBits.getAsInt()), small);
    } else if (limit.isPresent() && small.bytes(Metadata.none()) > limit.getAsLong()) {
      small = best(small);
    }
    return new CompressedNetwork(small, limit, stages);
  }

  private SmallNetwork best(final SmallNetwork full) throws IOException, TrainingDataException, CompressionException, InterruptedException {
    SmallNetwork best = null;
    int bestBits = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (final int bits : LABEL_BITS) {
      final SmallNetwork coded = coded(full, bits);
      if (coded.withWords(1).bytes(Metadata.none()) > limit.getAsLong() && bits > LABEL_BITS.getLast()) {
        continue;
      }
      final SmallNetwork candidate = within(coded);
      final double share = (double) candidate.uses() / full.uses();
      final double worth = validation.isPresent() ? candidate.precision(validation.get()).mean() : Math.min(share, MOST_USES);
      if (worth > most) {
        most = worth;
        best = candidate;
        bestBits = bits;
      }
      if (candidate.words() == full.words()) {
        // Fewer bits would leave nothing more to keep.
        break;
      }
    }
    over("label rows of " + bits(bestBits) + ", fewer words", best);
    return best;
  }

  /** The network with the most words whose file is within the limit. */
  private SmallNetwork within(final SmallNetwork network) throws CompressionException {
    if (limit.isEmpty() || network.bytes(Metadata.none()) <= limit.getAsLong()) {
      return network;
    }
    final long least = network.withWords(1).bytes(Metadata.none());
    if (least > limit.getAsLong()) {
      throw new CompressionException("the limit of " + limit.getAsLong() + " bytes is too small: with a single word, the file has " + least
          + "; raise it, or train with fewer --dimensions");
    }
    int fitting = 1;
    int excess = network.words();
    while (excess - fitting > 1) {
      final int guess = fitting + (excess - fitting) / 2;
      if (network.withWords(guess).bytes(Metadata.none()) <= limit.getAsLong()) {
        fitting = guess;
      } else {
        excess = guess;
      }
    }
    return network.withWords(fitting);
  }

  private SmallNetwork coded(final SmallNetwork network, final int bits) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return new SmallNetwork(network.model(), bits == Byte.SIZE ? Optional.empty() : Optional.of(coded(network.model().head().output().weight(), bits)));
  }

  private ProductRows coded(final FloatMatrix rows, final int bits) {
    final float[] weights = new float[rows.rows()];
    Arrays.fill(weights, 1f);
    final RowSource source = new RowSource() {
      @Override
      public int rows() {
        return rows.rows();
      }

      @Override
      public int columns() {
        return rows.columns();
      }

      @Override
      public void read(final int row, final float[] out, final int at) {
        System.arraycopy(rows.values(), row * rows.columns(), out, at, rows.columns());
      }
    };
    try (Workers workers = new Workers(threads)) {
      return new RowQuantizer(source, weights, Byte.SIZE / bits, NormCoding.APART, seed, workers, Arena.ofAuto()).quantize();
    }
  }

  private static String bits(final int bits) {
    return bits == 1 ? "1 bit" : bits + " bits";
  }

  private void over(final String step, final SmallNetwork network) throws IOException, TrainingDataException {
    final Duration elapsed = Duration.ofNanos(System.nanoTime() - stepStart);
    final double accuracy = validation.isPresent() ? network.precision(validation.get()).first() : Double.NaN;
    final Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("words", (long) network.words());
    sizes.put("labels", (long) network.model().labels().length);
    sizes.put("bytes", network.bytes(Metadata.none()));
    final CompressionStage stage = new CompressionStage(step, sizes.get("words") + " words", sizes, accuracy, Double.NaN, elapsed);
    stages.add(stage);
    listener.accept(stage);
    stepStart = System.nanoTime();
  }
}
