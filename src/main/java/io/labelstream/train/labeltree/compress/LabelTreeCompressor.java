package io.labelstream.train.labeltree.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.NodeWeights;
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
import java.util.function.Consumer;

/**
 * Compresses label trees: leaves out the labels of few texts, if asked to, then the weights that matter least over all nodes and trees, and the features that no
 * weight is left for. With texts, several {@linkplain WeightRanking rankings} of the weights are tried, and the best one on validation texts is used; then the
 * weights that are left are trained again, which is undone if it makes the model worse on these texts.
 */
public final class LabelTreeCompressor {
  /** The powers by which use counts in a ranking; the first is taken if there are no validation texts. */
  private static final double[] POWERS = {0.5, 0.25};

  private final WeightLimit limit;
  private final Optional<ExampleSource> texts;
  private final Optional<ExampleSource> validation;
  private final Retraining retraining;
  private final Consumer<CompressionStage> listener;
  private final List<CompressionStage> stages = new ArrayList<>();
  private long stepStart;

  private LabelTreeCompressor(
      final WeightLimit limit, final Optional<ExampleSource> texts, final Optional<ExampleSource> validation, final Retraining retraining,
      final Consumer<CompressionStage> listener) {
    this.limit = limit;
    this.texts = texts;
    this.validation = validation;
    this.retraining = retraining;
    this.listener = listener;
  }

  /**
   * Compresses a model.
   *
   * @param minLabelTexts the fewest texts in training of a label that is kept
   * @param texts the texts that it was trained on; empty: weights are ranked by their magnitude
   * @param validation texts that it has not seen
   * @param retraining trains weights again
   * @param listener receives each stage when it is over
   * @throws InterruptedException if the thread was interrupted
   * @throws IOException if texts cannot be read
   * @throws TrainingDataException if the texts are of another form than expected
   * @throws CompressionException if no label has so many texts, or the limit is too small for a model without weights
   */
  public static CompressedModel compress(
      final LabelTreeModel model, final WeightLimit limit, final int minLabelTexts, final Optional<ExampleSource> texts,
      final Optional<ExampleSource> validation, final Retraining retraining, final Consumer<CompressionStage> listener)
      throws IOException, TrainingDataException, CompressionException, InterruptedException {
    return new LabelTreeCompressor(limit, texts, validation, retraining, listener).compress(model, minLabelTexts);
  }

  private CompressedModel compress(final LabelTreeModel full, final int minLabelTexts)
      throws IOException, TrainingDataException, CompressionException, InterruptedException {
    stepStart = System.nanoTime();
    over("full", full);
    final LabelTreeModel common = withCommonLabels(full, minLabelTexts);
    LabelTreeModel small = limit instanceof WeightLimit.None ? common : withFewerWeights(common);
    if (small != common && texts.isPresent()) {
      small = retrained(small);
    }
    return new CompressedLabelTree(small, limit, stages);
  }

  private LabelTreeModel withCommonLabels(final LabelTreeModel model, final int minTexts) throws IOException, TrainingDataException, CompressionException {
    final int most = Arrays.stream(model.labelTexts()).max().orElse(0);
    if (most < minTexts) {
      throw new CompressionException("no label has " + minTexts + " texts, the most common one has " + most + "; lower --min-label-count");
    }
    final LabelTreeModel common = SmallerModels.withLabels(model, minTexts);
    if (common != model) {
      over("rare labels left out", common);
    }
    return common;
  }

  private LabelTreeModel withFewerWeights(final LabelTreeModel model) throws IOException, TrainingDataException, CompressionException {
    LabelTreeModel best = model;
    if (texts.isEmpty()) {
      best = thinned(model, WeightRanking.byMagnitude(model));
    } else {
      final ModelTexts seen = ModelTexts.of(texts.get(), model);
      double most = Double.NEGATIVE_INFINITY;
      for (final double power : validation.isPresent() ? POWERS : new double[] {POWERS[0]}) {
        final LabelTreeModel candidate = thinned(model, WeightRanking.of(model, seen, power));
        final double precision = validation.isPresent() ? ServedTrees.precision(candidate, validation.get()).mean() : 0;
        if (precision > most) {
          most = precision;
          best = candidate;
        }
      }
    }
    over("weights left out", best);
    return best;
  }

  private LabelTreeModel retrained(final LabelTreeModel model) throws IOException, TrainingDataException, InterruptedException {
    final LabelTreeModel trained = retraining.of(model, ModelTexts.of(texts.orElseThrow(), model));
    final boolean isWorse = validation.isPresent() && ServedTrees.precision(trained, validation.get()).mean() < ServedTrees.precision(model, validation.get()).mean();
    final LabelTreeModel better = isWorse || exceedsLimit(trained) ? model : trained;
    over(better == trained ? "weights trained again" : "weights trained again, undone", better);
    return better;
  }

  /** Other weights are rounded to zero than before, so the file can be a little larger. */
  private boolean exceedsLimit(final LabelTreeModel model) throws IOException {
    return limit instanceof WeightLimit.Bytes(final long most) && FileSize.of(model, Metadata.none()) > most;
  }

  private LabelTreeModel thinned(final LabelTreeModel model, final WeightRanking ranking) throws IOException, CompressionException {
    return switch (limit) {
      case WeightLimit.Bytes(final long most) -> new WeightSearch(model, ranking, most).best();
      case WeightLimit.Weights(final int most) ->
          SmallerModels.withWeights(model, ranking, ranking.least(Math.min(most, ranking.weights())));
      case WeightLimit.None() -> model;
    };
  }

  private void over(final String step, final LabelTreeModel model) throws IOException, TrainingDataException {
    final Duration elapsed = Duration.ofNanos(System.nanoTime() - stepStart);
    final double accuracy = validation.isPresent() ? ServedTrees.precision(model, validation.get()).first() : Double.NaN;
    final Map<String, Long> sizes = new LinkedHashMap<>();
    sizes.put("labels", (long) model.labels().length);
    sizes.put("features", (long) model.features().size());
    sizes.put("weights", weights(model));
    sizes.put("bytes", FileSize.of(model, Metadata.none()));
    final CompressionStage stage = new CompressionStage(step, sizes.get("weights") + " weights", sizes, accuracy, Double.NaN, elapsed);
    stages.add(stage);
    listener.accept(stage);
    stepStart = System.nanoTime();
  }

  private static long weights(final LabelTreeModel model) {
    long weights = 0;
    for (final LabelTree tree : model.trees()) {
      weights += Arrays.stream(tree.weights()).mapToLong((final NodeWeights node) -> node.features().length).sum();
    }
    return weights;
  }
}
