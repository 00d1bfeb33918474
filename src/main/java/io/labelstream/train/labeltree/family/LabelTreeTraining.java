package io.labelstream.train.labeltree.family;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.labeltree.LabelTree;
import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.model.labeltree.LabelTreeClassifier;
import io.labelstream.model.labeltree.LabelTreeFamily;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.LabelTreeSession;
import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeCost;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Compression;
import io.labelstream.train.CostFigure;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.Workers;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TextForm;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.labeltree.TrainingTexts;
import io.labelstream.train.labeltree.node.NodeTraining;
import io.labelstream.train.labeltree.tree.LabelTreeBuilder;
import io.labelstream.train.labeltree.tree.TreeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Trains label trees. */
public final class LabelTreeTraining implements TrainableFamily {
  @Override
  public String name() {
    return LabelTreeFamily.NAME;
  }

  @Override
  public FamilyHelp help() {
    return new FamilyHelp(
        "a label tree", "a .safetensors file", "Word n-grams, the cost, the least count of features, and arity, leaves and lambda of the tree",
        "--word-ngrams 2 --trees 3");
  }

  @Override
  public Set<TextForm> textForms() {
    return EnumSet.allOf(TextForm.class);
  }

  @Override
  public LabelSpelling labelSpelling() {
    return LabelSpelling.WITH_SPACES;
  }

  @Override
  public List<Setting<?>> settings() {
    return LabelTreeSettings.ALL;
  }

  @Override
  public void requireFit(final Settings settings) {
    LabelTreeSettings.of(settings, TextForm.WORDS);
  }

  @Override
  public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException, InterruptedException {
    final long start = System.nanoTime();
    final LabelTreeSettings settings = settings(job);
    final TreeProgress progress = new TreeProgress(job.progress(), settings.trees());
    final TrainingTexts texts = TrainingTexts.of(job.texts(), settings.features(), settings.limits());
    requireSeveralLabels(texts, job.texts().name());
    progress.read(texts);
    final List<LabelTree> trees = new ArrayList<>();
    try (Workers workers = new Workers(job.settings().get(Settings.THREADS))) {
      for (int number = 0; number < settings.trees(); number++) {
        trees.add(tree(texts, settings, number, workers, progress));
      }
    }
    final byte[][] names = texts.names().stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    final LabelTreeModel model = new LabelTreeModel(
        texts.space(), names, texts.labelTexts(), texts.features().rows(), trees, settings.nodes().loss().link(), settings.search());
    return new TrainedLabelTree(model, settings.precision(), Duration.ofNanos(System.nanoTime() - start));
  }

  private static LabelTreeSettings settings(final TrainingJob job) throws TrainingDataException {
    try {
      return LabelTreeSettings.of(job.settings(), job.texts().form());
    } catch (final IllegalArgumentException contradiction) {
      throw new TrainingDataException("'" + job.texts().name() + "' has " + job.texts().form().inWords() + ": " + contradiction.getMessage(), contradiction);
    }
  }

  private static void requireSeveralLabels(final TrainingTexts texts, final String source) throws TrainingDataException {
    if (texts.names().size() < 2) {
      throw new TrainingDataException("'" + source + "' has only one label that is learned, expected at least 2"
          + (texts.passedOver().rareLabels() > 0 ? "; the others have too few texts: lower --min-label-count" : ""));
    }
  }

  private static LabelTree tree(
      final TrainingTexts texts, final LabelTreeSettings settings, final int number, final Workers workers, final TreeProgress progress)
      throws InterruptedException {
    final TreeSettings first = settings.tree();
    final TreeSettings tree = new TreeSettings(
        first.kind(), first.lambda(), first.arity(), first.leafLabels(), first.leafSize(), first.seed() + number);
    progress.dividing(number);
    final TreeShape shape = LabelTreeBuilder.build(texts.features(), texts.labels(), tree, workers);
    final NodeWeights[] weights = NodeTraining.train(
        texts.features(), texts.labels(), shape, settings.nodes(), tree.seed(), workers, fraction -> progress.training(number, fraction));
    final LabelTree trained = new LabelTree(shape, weights);
    progress.trained(number, trained);
    return trained;
  }

  /** The width of a beam means nothing to a search without one. */
  @Override
  public Settings reduced(final Settings settings) {
    return settings.get(LabelTreeSettings.SEARCH) == SearchKind.BEAM ? settings : settings.without(LabelTreeSettings.BEAM);
  }

  /** The depth is that of the labels of training; nodes and weights are those that the search looks at for these texts. */
  @Override
  public List<CostFigure> costs(final ModelArtifact model, final TextClassifier classifier, final ExampleSource texts, final int top)
      throws IOException, TrainingDataException {
    final LabelTreeSession session = ((LabelTreeClassifier) classifier).newSession(EndOfLine.IMPLIED);
    final Predictions predictions = new Predictions(top, 0f);
    final LongAdder count = new LongAdder();
    texts.forEach(example -> {
      session.classify(example.text(), example.offset(), example.length(), predictions);
      count.increment();
    });
    final double all = count.sum();
    return List.of(
        new CostFigure("depth", ((LabelTreeArtifact) model).costs().stream().mapToDouble(TreeCost::expectedDepth).average().orElseThrow()),
        new CostFigure("nodes", session.effort().nodes() / all), new CostFigure("weights", session.effort().weights() / all));
  }

  @Override
  public double work(final Settings settings) {
    return settings.get(LabelTreeSettings.TREES);
  }

  @Override
  public List<ModelForm> forms() {
    return List.of(new LabelTreeForm());
  }

  @Override
  public Optional<Compression> compression() {
    return Optional.of(new LabelTreeCompression());
  }
}
