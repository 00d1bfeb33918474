package io.labelstream.benchmark;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.model.labeltree.LabelTreeClassifier;
import io.labelstream.model.labeltree.LabelTreeFamily;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.LabelTreeSession;
import io.labelstream.model.labeltree.SearchEffort;
import io.labelstream.model.labeltree.TreeCost;
import io.labelstream.train.Progress;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.labeltree.family.LabelTreeSettings;
import io.labelstream.train.labeltree.family.LabelTreeTraining;
import io.labelstream.train.labeltree.tree.TreeKind;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains label trees of different shapes on the same texts and tells of each, by best-first search: the expected depth of a training text's label, the nodes that
 * are scored for a test text's best label and for its best five, the weights that are multiplied for the best one, how many of these labels are right, and the CPU
 * time a test text takes. Trees are timed in turn. With several seeds, all figures are means.
 *
 * <p>Arguments: the texts to train on and to test with, both as lines of labels with commas between, a tab and the text; the number of seeds; settings of
 * {@code train labeltree}, such as {@code arity=2}; and the trees, each as its kind, a colon and lambda, such as {@code clusters:0.5}: all of them unless named.
 */
public final class LabelTreeComparison {
  private static final int OPTIONS = 3;
  private static final int FEW = 5;
  private static final int ROUNDS = 7;
  private static final double PERCENT = 100;
  private static final double MICRO = 1e-3;

  private static final List<String> ALL =
      List.of("clusters:0", "clusters:0.25", "clusters:0.5", "clusters:0.75", "clusters:1", "huffman:1", "fano:1", "random:0");

  private final List<TestText> texts;

  private LabelTreeComparison(final List<TestText> texts) {
    this.texts = texts;
  }

  private record Tree(String name, TreeKind kind, double lambda) {
    static Tree of(final String name) {
      final String[] parts = name.split(":");
      return new Tree(name, TreeKind.valueOf(parts[0].toUpperCase(Locale.ROOT)), Double.parseDouble(parts[1]));
    }
  }

  private record OpenTree(LabelTreeClassifier classifier, int depth, double expectedDepth) {}

  /** Figures of a tree, in the order of the table's columns. */
  private record Figures(double[] all) {
    Figures plus(final Figures other) {
      final double[] sums = all.clone();
      Arrays.setAll(sums, column -> sums[column] + other.all[column]);
      return new Figures(sums);
    }

    String row(final String name, final int seeds) {
      final Object[] means = Arrays.stream(all).mapToObj(sum -> sum / seeds).toArray();
      return "| " + name + String.format(Locale.ROOT, " | %.1f | %.2f | %.1f | %.1f | %.0f | %.1f | %.1f | %.1f | %.1f |", means);
    }
  }

  public static void main(final String[] arguments) throws Exception {
    final LabelledFile training = TestText.file(Path.of(arguments[0]));
    final List<TestText> texts = TestText.all(TestText.file(Path.of(arguments[1])));
    final int seeds = Integer.parseInt(arguments[2]);
    Settings settings = Settings.usual();
    final List<String> chosen = new ArrayList<>();
    for (final String argument : Arrays.asList(arguments).subList(OPTIONS, arguments.length)) {
      if (argument.contains("=")) {
        settings = with(argument, settings);
      } else {
        chosen.add(argument);
      }
    }
    final List<Tree> trees = (chosen.isEmpty() ? ALL : chosen).stream().map(Tree::of).toList();
    final Figures[] sums = new Figures[trees.size()];
    for (int seed = 0; seed < seeds; seed++) {
      final List<OpenTree> open = new ArrayList<>();
      for (final Tree tree : trees) {
        open.add(train(
            training, settings.with(Settings.SEED, (long) seed).with(LabelTreeSettings.TREE, tree.kind).with(LabelTreeSettings.LAMBDA, tree.lambda)));
      }
      final List<Figures> figures = new LabelTreeComparison(texts).measure(open);
      for (int tree = 0; tree < sums.length; tree++) {
        sums[tree] = seed == 0 ? figures.get(tree) : sums[tree].plus(figures.get(tree));
      }
      open.forEach(tree -> tree.classifier.close());
    }
    System.out.println("| tree and lambda | depth | expected depth | nodes for the best label | for five | weights | P@1 | P@3 | P@5 | µs |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (int tree = 0; tree < sums.length; tree++) {
      System.out.println(sums[tree].row(trees.get(tree).name, seeds));
    }
  }

  private static Settings with(final String argument, final Settings settings) {
    final String[] parts = argument.split("=");
    return with(LabelTreeSettings.ALL.stream().filter(setting -> setting.name().equals(parts[0])).findFirst().orElseThrow(), parts[1], settings);
  }

  private static <T> Settings with(final Setting<T> setting, final String value, final Settings settings) {
    return settings.with(setting, setting.parse(value));
  }

  private static OpenTree train(final LabelledFile training, final Settings settings) throws Exception {
    final Path file = Files.createTempFile("tree", ".safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      try (TrainedModel trained = new LabelTreeTraining().train(new TrainingJob(training, Optional.empty(), settings, Progress.NONE))) {
        trained.writeTo(channel);
      }
      try (LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(channel))) {
        final LabelTreeModel model = artifact.model();
        final TreeCost cost = TreeCost.of(model.trees().getFirst().shape(), Arrays.stream(model.labelTexts()).asLongStream().toArray());
        final LabelTreeClassifier classifier = (LabelTreeClassifier) artifact.plan(ModelOptions.defaults()).open();
        return new OpenTree(classifier, model.trees().getFirst().shape().depth(), cost.expectedDepth());
      }
    } finally {
      Files.delete(file);
    }
  }

  private List<Figures> measure(final List<OpenTree> trees) {
    final double[][] nanos = new double[trees.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int tree = 0; tree < trees.size(); tree++) {
        nanos[tree][round] = nanos(trees.get(tree).classifier);
      }
    }
    final List<Figures> figures = new ArrayList<>();
    for (int tree = 0; tree < trees.size(); tree++) {
      final OpenTree open = trees.get(tree);
      final SearchEffort one = effort(open.classifier, 1);
      final SearchEffort few = effort(open.classifier, FEW);
      final double[] precision = precision(open.classifier);
      Arrays.sort(nanos[tree]);
      figures.add(new Figures(new double[] {
          open.depth, open.expectedDepth, (double) one.nodes() / texts.size(), (double) few.nodes() / texts.size(), (double) one.weights() / texts.size(),
          precision[0], precision[2], precision[FEW - 1], nanos[tree][ROUNDS / 2] * MICRO}));
    }
    return figures;
  }

  /** The CPU time of finding a text's best label. */
  private double nanos(final LabelTreeClassifier classifier) {
    final var threads = ManagementFactory.getThreadMXBean();
    final LabelTreeSession session = classifier.newSession(EndOfLine.IMPLIED);
    final Predictions predictions = new Predictions(1, 0f);
    final long start = threads.getCurrentThreadCpuTime();
    for (final TestText text : texts) {
      session.classify(text.text(), 0, text.text().length, predictions);
    }
    return (double) (threads.getCurrentThreadCpuTime() - start) / texts.size();
  }

  private SearchEffort effort(final LabelTreeClassifier classifier, final int labels) {
    final LabelTreeSession session = classifier.newSession(EndOfLine.IMPLIED);
    final Predictions predictions = new Predictions(labels, 0f);
    for (final TestText text : texts) {
      session.classify(text.text(), 0, text.text().length, predictions);
    }
    return session.effort();
  }

  /** The share of labels that are right among the best one, two and so on, in percent. */
  private double[] precision(final LabelTreeClassifier classifier) {
    final LabelTreeSession session = classifier.newSession(EndOfLine.IMPLIED);
    final Predictions predictions = new Predictions(FEW, 0f);
    final double[] precision = new double[FEW];
    for (final TestText text : texts) {
      session.classify(text.text(), 0, text.text().length, predictions);
      int right = 0;
      for (int rank = 0; rank < FEW; rank++) {
        right += rank < predictions.count() && text.labels().contains(classifier.labels().name(predictions.label(rank))) ? 1 : 0;
        precision[rank] += PERCENT * right / (rank + 1) / texts.size();
      }
    }
    return precision;
  }
}
