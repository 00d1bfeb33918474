package io.labelstream.train.inception;

import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.LabelClusters;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.Checkpoint.Position;
import io.labelstream.train.inception.Checkpoint.Stage;
import io.labelstream.train.inception.network.ShortlistStart;
import io.labelstream.train.inception.network.TrainableNetwork;
import io.labelstream.train.inception.text.DividedTexts.TrainingSet;
import io.labelstream.train.inception.text.TrainingTexts;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The epochs of a stage. Random numbers of an epoch depend on its number alone, so that one can go on after any. Used once. */
final class Epochs implements AutoCloseable {
  /** The epochs without a better one after which training ends. */
  private static final int PATIENCE = 5;

  private final Stage stage;
  private final TrainingTexts texts;
  private final TrainingSettings settings;
  private final EpochProgress progress;
  private final Optional<Checkpoint> checkpoint;
  private final Optional<Validation> validation;
  private final TrainableNetwork network;
  private final int[] order;
  private final int batches;
  private Optional<Chosen> chosen = Optional.empty();
  private Optional<InceptionModel> best = Optional.empty();
  private int done;

  /**
   * @param embeddings from which training starts
   * @param clusters empty if each text is scored against all labels
   */
  Epochs(final Stage stage, final TrainingSet set, final FloatMatrix embeddings, final Optional<LabelClusters> clusters, final TrainingSettings settings,
      final EpochProgress progress, final Optional<Checkpoint> checkpoint, final Workers workers) {
    this.stage = stage;
    this.texts = set.training();
    this.settings = settings;
    this.progress = progress;
    this.checkpoint = checkpoint;
    this.validation = stage == Stage.CHOICE ? set.validation().map(held -> new Validation(held, texts.labels().length)) : Optional.empty();
    final StartBias bias = clusters.map(of -> StartBias.of(texts, of, settings.shortlist().orElseThrow().kept())).orElseGet(() -> StartBias.of(texts));
    final Optional<ShortlistStart> shortlist = clusters.map(of -> new ShortlistStart(
        of, bias.clusters(), settings.shortlist().orElseThrow().kept(), settings.shortlist().orElseThrow().detachedEpochs()));
    this.network = new TrainableNetwork(settings.network(), embeddings, bias.labels(), shortlist, workers, random(0));
    // A text alone has no spread that a batch could be normalised by.
    this.order = IntStream.range(0, Math.max(2, texts.texts().size())).map(place -> Math.min(place, texts.texts().size() - 1)).toArray();
    this.batches = Math.max(1, Math.min(order.length / 2, Math.ceilDiv(order.length, settings.batch())));
  }

  private SplittableRandom random(final int epoch) {
    return new SplittableRandom(settings.seed() * 1_000_003 + epoch);
  }

  /** Takes the state that the checkpoint has. */
  void resume(final Position position) throws IOException, TrainingDataException {
    chosen = position.chosen();
    best = checkpoint.orElseThrow().read(network, this::model);
    done = position.epochs();
    progress.skip((double) done * order.length);
  }

  /**
   * The end of the epochs.
   *
   * @param model of the best epoch, or of the last one if no texts validate
   * @param epochs that were trained
   * @param chosen the best epoch, if texts validate or it was known before
   */
  record Result(InceptionModel model, int epochs, Optional<Chosen> chosen) {}

  /**
   * Trains up to an epoch, or until no epoch is better for a while.
   *
   * @param chosenBefore the best epoch, if it is known
   */
  Result train(final int lastEpoch, final Optional<Chosen> chosenBefore)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    chosen = chosen.or(() -> chosenBefore);
    while (done < lastEpoch && (best.isEmpty() || done < chosen.orElseThrow().epoch() + PATIENCE)) {
      final double loss = epoch(done + 1);
      done++;
      final String line = String.format(Locale.ROOT, "%s: loss %.3f", name(done), loss);
      progress.over(validation.isPresent() ? line + "; on texts held out " + measure(validation.get()) : line);
      if (checkpoint.isPresent()) {
        checkpoint.get().write(new Position(stage, done, chosen), network, best);
      }
    }
    return new Result(best.orElseGet(this::model), done, chosen);
  }

  private String name(final int epoch) {
    return "epoch " + epoch + switch (stage) {
      case CHOICE -> "";
      case ALL_TEXTS -> " on all texts";
    };
  }

  private String measure(final Validation held) throws InterruptedException {
    final Measure measure = held.measure(network);
    if (best.isEmpty() || measure.precisions().sum() > chosen.orElseThrow().measure().precisions().sum()) {
      chosen = Optional.of(new Chosen(done, measure));
      best = Optional.of(model());
    }
    return measure.precisions() + (settings.shortlist().isPresent() ? ", shortlist recall " + measure.recallInWords() : "");
  }

  private double epoch(final int epoch) throws DivergedException, InterruptedException {
    final SplittableRandom random = random(epoch);
    shuffle(random);
    final OneCycle cycle = new OneCycle(settings.rate(), settings.epochs() * batches);
    double sum = 0;
    for (int batch = 0; batch < batches; batch++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      final int[] places = IntStream.range(first(batch), first(batch + 1)).map(at -> order[at]).toArray();
      final double loss = network.learn(texts.texts(), places, epoch, cycle.rate((epoch - 1) * batches + batch), random);
      if (!Double.isFinite(loss)) {
        throw new DivergedException("training diverged in epoch " + epoch + ": the loss is " + loss + ", expected a finite number; lower --learning-rate from "
            + settings.rate());
      }
      sum += loss;
      progress.visited(places.length, name(epoch), sum / (batch + 1));
    }
    return sum / batches;
  }

  /** Batches are about equally large, as statistics of a small one would be poor. */
  private int first(final int batch) {
    return (int) ((long) order.length * batch / batches);
  }

  private void shuffle(final SplittableRandom random) {
    for (int at = 0; at < order.length; at++) {
      order[at] = Math.min(at, texts.texts().size() - 1);
    }
    for (int last = order.length - 1; last > 0; last--) {
      final int other = random.nextInt(last + 1);
      final int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
  }

  private InceptionModel model() {
    return network.model(settings.words(), texts, chosen.map(best -> best.measure().ranking()).orElse(Ranking.LABEL_AND_CLUSTER));
  }

  @Override
  public void close() {
    network.close();
  }
}
