package io.labelstream.train.inception;

import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.cluster.LabelClusters;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.Checkpoint.Position;
import io.labelstream.train.inception.Checkpoint.Stage;
import io.labelstream.train.inception.shortlist.TextClusters;
import io.labelstream.train.inception.text.DividedTexts;
import io.labelstream.train.inception.text.DividedTexts.TrainingSet;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TextCounts;
import io.labelstream.train.inception.text.TrainingTexts;
import io.labelstream.train.inception.vectors.VectorTable;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Trains a network. The epoch to end at is the best one on validation texts; without them on a tenth of the texts, after which all texts are trained on to that epoch.
 *
 * <p>With one thread, the same texts and settings give the same model on the same machine, interrupted or not. Used once.
 */
public final class NetworkTraining {
  private static final long MOST_WEIGHTS = 1L << 29;

  private final TrainingJob job;
  private final TrainingSettings settings;
  private final Workers workers;
  private final EpochProgress progress;
  private final TrainingSet learned;
  private final Optional<Checkpoint> checkpoint;
  private final Optional<Position> position;

  private NetworkTraining(final TrainingJob job, final TrainingSettings settings, final Workers workers, final TrainingSet learned)
      throws IOException, TrainingDataException {
    this.job = job;
    this.settings = settings;
    this.workers = workers;
    this.progress = new EpochProgress(job.progress());
    this.learned = learned;
    this.checkpoint = job.checkpoint().map(file -> new Checkpoint(file, TextDigest.of(learned, settings)));
    this.position = checkpoint.isPresent() ? checkpoint.get().position() : Optional.empty();
  }

  /**
   * Trains.
   *
   * @throws IOException if a file cannot be read or written
   * @throws TrainingDataException if there is nothing to learn from the texts, or PyTorch cannot be used, or the checkpoint is of another training
   * @throws DivergedException if the loss is no finite number
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public static TrainedNetwork run(final TrainingJob job, final TrainingSettings settings)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final int threads = job.settings().get(Settings.THREADS);
    PyTorch.require(threads);
    final DividedTexts texts = DividedTexts.read(job.texts(), job.validation(), settings.words(), settings.leastWordTexts(), settings.seed());
    try (Workers workers = new Workers(threads)) {
      return new NetworkTraining(job, settings, workers, texts.learned()).run(texts);
    }
  }

  private TrainedNetwork run(final DividedTexts texts) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final TrainingSet all = texts.all();
    requireFit(all.training());
    requireFit(learned.training());
    tell(all.training());
    position.ifPresent(at -> progress.over("going on after epoch " + at.epochs() + " of a training that was interrupted"));
    return switch (texts.validation()) {
      case OTHER_TEXTS, NONE -> {
        progress.expect(visits(learned, settings.epochs()));
        yield trained(epochs(Stage.CHOICE, learned, settings.epochs(), Optional.empty()));
      }
      case HELD_OUT -> {
        final Chosen chosen = chosen(visits(all, settings.epochs()));
        yield trained(epochs(Stage.ALL_TEXTS, all, chosen.epoch(), Optional.of(chosen)));
      }
    };
  }

  /** The best epoch on texts held out. */
  private Chosen chosen(final double visitsAfterwards) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    if (position.isPresent() && position.get().stage() == Stage.ALL_TEXTS) {
      progress.expect(visitsAfterwards / settings.epochs() * position.get().chosen().orElseThrow().epoch());
      return position.get().chosen().orElseThrow();
    }
    progress.expect(visits(learned, settings.epochs()) + visitsAfterwards);
    final Epochs.Result result = epochs(Stage.CHOICE, learned, settings.epochs(), Optional.empty());
    final Chosen chosen = result.chosen().orElseThrow();
    progress.expect(visits(learned, result.epochs()) + visitsAfterwards / settings.epochs() * chosen.epoch());
    return chosen;
  }

  private static double visits(final TrainingSet set, final int epochs) {
    return (double) epochs * set.training().texts().size();
  }

  private Epochs.Result epochs(final Stage stage, final TrainingSet set, final int last, final Optional<Chosen> chosen)
      throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final Optional<LabelClusters> clusters = settings.shortlist().isPresent() ? Optional.of(clusters(set.training())) : Optional.empty();
    final Optional<Position> resumed = position.filter(at -> at.stage() == stage);
    final FloatMatrix embeddings = resumed.isPresent() ? table(set.training()).matrix(new SplittableRandom(settings.seed())) : embeddings(set.training());
    try (Epochs epochs = new Epochs(stage, set, embeddings, clusters, settings, progress, checkpoint, workers)) {
      if (resumed.isPresent()) {
        epochs.resume(resumed.get());
      }
      return epochs.train(last, chosen);
    }
  }

  private FloatMatrix embeddings(final TrainingTexts texts) throws IOException, TrainingDataException, InterruptedException {
    final VectorTable table = table(texts);
    if (settings.vectors().isPresent()) {
      settings.vectors().get().give(texts, table, settings.seed(), workers);
      final int words = texts.vocabulary().length;
      progress.over(String.format(Locale.ROOT, "%,d of %,d words start from %s", table.known(), words, settings.vectors().get().inWords())
          + (table.known() < words ? "; the others from random numbers" : ""));
    }
    return table.matrix(new SplittableRandom(settings.seed()));
  }

  private VectorTable table(final TrainingTexts texts) {
    return new VectorTable(texts.vocabulary().length, settings.network().shape().width());
  }

  private LabelClusters clusters(final TrainingTexts texts) throws TrainingDataException, InterruptedException {
    return TextClusters.of(texts, settings.shortlist().orElseThrow(), job.texts().name(), settings.seed(), workers);
  }

  private TrainedNetwork trained(final Epochs.Result result) {
    return new TrainedNetwork(result.model(), result.chosen().map(Chosen::epoch).orElse(result.epochs()), result.chosen().map(Chosen::measure),
        learned.validation().map(EncodedTexts::size).orElse(0));
  }

  private void requireFit(final TrainingTexts texts) throws TrainingDataException {
    if (texts.labels().length < 2) {
      throw new TrainingDataException("'" + job.texts().name() + "' has only one label that is learned, expected at least 2");
    }
    require("labels", texts.labels().length, settings.network().shape().features() + 1);
    require("known words", texts.vocabulary().length, settings.network().shape().width());
  }

  private void require(final String things, final int count, final int numbers) throws TrainingDataException {
    if ((long) count * numbers > MOST_WEIGHTS) {
      throw new TrainingDataException(String.format(Locale.ROOT, "'%s' has %,d %s with %d weights each, expected at most %,d: lower --dimensions, or leave some out",
          job.texts().name(), count, things, numbers, MOST_WEIGHTS / numbers));
    }
  }

  private void tell(final TrainingTexts texts) {
    final TextCounts counts = texts.counts();
    final StringBuilder line = new StringBuilder(String.format(
        Locale.ROOT, "%,d texts with %,d labels and %,d words", texts.texts().size(), texts.labels().length, texts.vocabulary().length));
    add(line, counts.withoutLabel(), "without label left out");
    add(line, counts.withoutWord(), "without known word left out");
    add(line, counts.cut(), "cut after " + InceptionShape.SLOTS + " words");
    progress.over(line.toString());
  }

  private static void add(final StringBuilder line, final int count, final String how) {
    if (count > 0) {
      line.append(String.format(Locale.ROOT, "; %,d text%s %s", count, count == 1 ? "" : "s", how));
    }
  }
}
