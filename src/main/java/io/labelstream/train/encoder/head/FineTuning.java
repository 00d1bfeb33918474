package io.labelstream.train.encoder.head;

import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trains a table of word pieces and labels together, from an encoder without layers: the heir of fastText's supervised training. Pairs of neighbouring pieces that
 * occur in several texts get rows of their own, which begin as zeros, or as those that the encoder has for them. One thread trains, whatever the
 * setting, so the same texts and seed give the same model. A text with several labels is learned to have equal shares of each.
 *
 * <p>The epoch to end at, and the scale that makes margins probabilities, come from validation texts; without them from a tenth of the texts, after which all
 * texts are trained on to that epoch. Used once.
 */
final class FineTuning {
  private static final int BATCH = 16;
  private static final int HELD_OUT = 10;
  private static final int FEWEST_TO_HOLD_OUT = 2 * HELD_OUT;
  /** The epochs without a better one after which training ends. */
  private static final int PATIENCE = 3;
  private static final long TELL_EVERY_NANOS = 200_000_000;

  private final FineTuningSettings settings;
  private final TrainingJob job;
  private final StaticBody body;
  private final WordPieceVocabulary vocabulary;
  private final List<String> names = new ArrayList<>();
  private final long seed;
  private final long start = System.nanoTime();
  private int epochsDone;
  private int epochsInAll;

  /**
   * A network after an epoch.
   *
   * @param epoch its number, from 1
   * @param loss the log loss of texts that are not trained on, with the scale
   * @param scale makes margins probabilities
   * @param accuracy the share of these texts whose best label is one of theirs
   */
  private record Measured(int epoch, double loss, double scale, double accuracy) {}

  /** A part of texts by their places. */
  private record Part(LabelledPieces texts, int[] places) {}

  /** A network that was trained. */
  private record Trained(StaticBody body, LinearMap map, Measured measured) {}

  private FineTuning(final FineTuningSettings settings, final TrainingJob job, final StaticBody body, final WordPieceVocabulary vocabulary) {
    this.settings = settings;
    this.job = job;
    this.body = body;
    this.vocabulary = vocabulary;
    this.seed = job.settings().get(Settings.SEED);
  }

  /**
   * Trains.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if the model has layers, or there is nothing to learn from the texts
   * @throws DivergedException if weights are no longer finite numbers
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  static MadeEncoder run(final EncoderModel model, final FineTuningSettings settings, final TrainingJob job)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final VectorOutput output = model.output();
    if (model.body() instanceof StaticBody body && output.pooling() == Pooling.MEAN && output.dense().isEmpty() && output.length() == VectorLength.UNIT) {
      return new FineTuning(settings, job, body, model.vocabulary()).run(model);
    }
    throw new TrainingDataException(
        "the encoder is more than a table of word pieces with the mean of unit length, which --finetune trains: take a static encoder, or --examples");
  }

  private MadeEncoder run(final EncoderModel model) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(vocabulary, arena);
      final ExampleSource source = job.files().open(settings.texts());
      final LabelledPieces texts = LabelledPieces.read(source, tokenizer, names);
      requireSeveralLabels(texts, source.name());
      final Optional<Part> validation = job.validation().isPresent() ? Optional.of(validation(job.validation().get(), tokenizer)) : Optional.empty();
      final int[] order = IntStream.range(0, texts.count()).toArray();
      shuffle(order, new SplittableRandom(seed));
      final Trained trained = train(texts, order, validation);
      final EncoderModel tuned =
          new EncoderModel(vocabulary, trained.body(), model.output(), trained.map().head(names, trained.measured().scale()));
      return made(tuned, texts, trained);
    }
  }

  private static void requireSeveralLabels(final LabelledPieces texts, final String source) throws TrainingDataException {
    final int labels = (int) IntStream.of(texts.labels()).distinct().count();
    if (labels < 2) {
      throw new TrainingDataException("'" + source + "' has " + texts.count() + " texts to learn from and " + (labels == 0 ? "no label" : "only one label")
          + ", expected at least two labels; " + texts.passedOver() + " texts have no label or no piece that the encoder knows");
    }
  }

  private Part validation(final ExampleSource source, final WordPieceTokenizer tokenizer) throws IOException, TrainingDataException {
    final int labels = names.size();
    final LabelledPieces texts = LabelledPieces.read(source, tokenizer, names);
    if (names.size() > labels) {
      throw new TrainingDataException(
          source.name() + " has the label '" + names.get(labels) + "', which no text to train on has: correct it, or leave its texts out");
    }
    if (texts.count() == 0) {
      throw new TrainingDataException(source.name() + " has no text with a label and a piece that the encoder knows");
    }
    return new Part(texts, IntStream.range(0, texts.count()).toArray());
  }

  private Trained train(final LabelledPieces texts, final int[] order, final Optional<Part> validation) throws DivergedException, InterruptedException {
    if (validation.isPresent() || order.length < FEWEST_TO_HOLD_OUT) {
      epochsInAll = settings.epochs();
      return train(new Part(texts, order), validation, settings.epochs());
    }
    epochsInAll = 2 * settings.epochs();
    final int end = order.length - order.length / HELD_OUT;
    final Measured best = train(
        new Part(texts, Arrays.copyOf(order, end)), Optional.of(new Part(texts, Arrays.copyOfRange(order, end, order.length))), settings.epochs()).measured();
    epochsInAll = epochsDone + best.epoch();
    final Trained all = train(new Part(texts, order), Optional.empty(), best.epoch());
    return new Trained(all.body(), all.map(), best);
  }

  /**
   * Trains up to an epoch.
   *
   * @param textsHeldOut texts by which the best epoch is chosen; without them it is the last
   */
  private Trained train(final Part texts, final Optional<Part> textsHeldOut, final int lastEpoch) throws DivergedException, InterruptedException {
    final StaticBody untrained = body(FrequentPairs.of(texts.texts(), texts.places(), vocabulary, settings.pairs()));
    final Part training = withPairs(texts, untrained.pairs());
    final Optional<Part> heldOut = textsHeldOut.map(part -> withPairs(part, untrained.pairs()));
    final PieceNetwork network = new PieceNetwork(untrained.table().values(), body.pieces(), size(), body.dimensions(), names.size());
    final SplittableRandom random = new SplittableRandom(seed);
    Trained best = new Trained(untrained, network.map(), new Measured(0, Double.POSITIVE_INFINITY, 1, 0));
    for (int epoch = 1; epoch <= lastEpoch && (heldOut.isEmpty() || epoch <= best.measured().epoch() + PATIENCE); epoch++) {
      final double loss = epoch(network, training, epoch, random);
      if (heldOut.isPresent()) {
        final Measured measured = measure(network, heldOut.get(), epoch);
        job.progress().over(String.format(Locale.ROOT, "epoch %d: loss %.3f; on texts held out P@1 %.3f, log loss %.3f", epoch, loss, measured.accuracy(),
            measured.loss()));
        if (measured.loss() < best.measured().loss()) {
          best = new Trained(body(network.table().clone(), untrained.pairs()), network.map(), measured);
        }
      }
    }
    return heldOut.isPresent() ? best : new Trained(body(network.table(), untrained.pairs()), network.map(), new Measured(lastEpoch, Double.NaN, 1, 0));
  }

  /** The body with rows for these pairs alone. */
  private StaticBody body(final PiecePairs pairs) {
    final int width = body.dimensions();
    final float[] table = Arrays.copyOf(body.table().values(), (body.pieces() + pairs.count()) * width);
    Arrays.fill(table, body.pieces() * width, table.length, 0);
    int known = 0;
    for (int pair = 0; pair < pairs.count(); pair++) {
      final long key = FrequentPairs.key(pairs.first(pair), pairs.second(pair));
      while (known < body.pairs().count() && FrequentPairs.key(body.pairs().first(known), body.pairs().second(known)) < key) {
        known++;
      }
      if (known < body.pairs().count() && FrequentPairs.key(body.pairs().first(known), body.pairs().second(known)) == key) {
        System.arraycopy(body.table().values(), (body.pieces() + known) * width, table, (body.pieces() + pair) * width, width);
      }
    }
    return body(table, pairs);
  }

  private StaticBody body(final float[] table, final PiecePairs pairs) {
    return new StaticBody(new FloatMatrix(table.length / body.dimensions(), body.dimensions(), table), pairs);
  }

  private Part withPairs(final Part part, final PiecePairs pairs) {
    return new Part(part.texts().with(pairs, vocabulary), part.places());
  }

  /** The root mean square of the numbers of pieces. */
  private float size() {
    final int length = body.pieces() * body.dimensions();
    double squares = 0;
    for (int index = 0; index < length; index++) {
      squares += (double) body.table().values()[index] * body.table().values()[index];
    }
    return (float) Math.sqrt(squares / length);
  }

  /** Visits each text once; returns the mean loss. */
  private double epoch(final PieceNetwork network, final Part training, final int epoch, final SplittableRandom random)
      throws DivergedException, InterruptedException {
    final int[] order = training.places();
    shuffle(order, random);
    double loss = 0;
    long told = System.nanoTime();
    for (int from = 0; from < order.length; from += BATCH) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final double share = (double) from / order.length;
      final float decay = (float) (1 - (epoch - 1 + share) / settings.epochs());
      loss += network.step(training.texts(), order, from, Math.min(from + BATCH, order.length), settings.dropped(), settings.rate(), decay, random);
      if (System.nanoTime() - told > TELL_EVERY_NANOS) {
        told = System.nanoTime();
        tell(epoch, share, loss / (from + BATCH));
      }
    }
    epochsDone++;
    if (!Double.isFinite(loss)) {
      throw new DivergedException("the loss of epoch " + epoch + " is " + loss + ", expected a finite number: lower --finetune-rate from " + settings.rate());
    }
    return loss / order.length;
  }

  private void tell(final int epoch, final double share, final double loss) {
    final double fraction = Math.min(1, (epochsDone + share) / epochsInAll);
    final long spent = System.nanoTime() - start;
    job.progress().at(new Progress.State("epoch " + epoch, fraction, String.format(Locale.ROOT, "loss %.3f", loss),
        Duration.ofNanos(fraction > 0 ? (long) (spent / fraction - spent) : 0)));
  }

  private Measured measure(final PieceNetwork network, final Part heldOut, final int epoch) {
    final int labels = names.size();
    final float[] margins = network.margins(heldOut.texts(), heldOut.places());
    final int[] known = heldOut.texts().firstLabels(heldOut.places());
    final double scale = MarginScale.fit(margins, labels, known);
    int right = 0;
    for (int index = 0; index < known.length; index++) {
      final double largest = MarginScale.largest(margins, index, labels);
      final int text = heldOut.places()[index];
      for (int at = heldOut.texts().labelStarts()[text]; at < heldOut.texts().labelStarts()[text + 1]; at++) {
        right += margins[index * labels + heldOut.texts().labels()[at]] == largest ? 1 : 0;
      }
    }
    return new Measured(epoch, MarginScale.logLoss(margins, labels, known, scale), scale, (double) right / known.length);
  }

  private static MadeEncoder made(final EncoderModel model, final LabelledPieces texts, final Trained trained) {
    final Measured measured = trained.measured();
    final Map<String, String> findings = new LinkedHashMap<>();
    findings.put("texts learned from", texts.count() + (texts.passedOver() > 0 ? ", " + texts.passedOver() + " without label or piece passed over" : ""));
    findings.put("pairs with weights", Integer.toString(trained.body().pairs().count()));
    findings.put("scale of margins", String.format(Locale.ROOT, "%.3g", measured.scale()));
    final String figures = Double.isFinite(measured.loss())
        ? String.format(Locale.ROOT, "P@1 %.3f, log loss %.3f on texts held out", measured.accuracy(), measured.loss()) : "";
    return new MadeEncoder(model, measured.epoch() + " epochs", figures, findings);
  }

  private static void shuffle(final int[] order, final SplittableRandom random) {
    for (int last = order.length - 1; last > 0; last--) {
      final int other = random.nextInt(last + 1);
      final int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
  }
}
