package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.fasttext.TrainingSettings.KeptEpoch;
import io.labelstream.train.fasttext.VisitOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How a classifier is trained. */
final class TrainingOptions {
  private static final Pattern LENGTHS = Pattern.compile("([0-9]{1,4})-([0-9]{1,4})");

  private double learningRate;
  private int epochs;
  private int dimensions;
  private int wordNgrams;
  private @Nullable String subwords;
  private int buckets;
  private int minimalCount;
  private int minimalLabelCount;
  private FastTextLoss loss;
  private int negatives;
  private @Nullable Integer threads;
  private long seed;
  private VisitOrder order;
  private @Nullable Path pretrained;
  private boolean keepBest;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(double.class, value -> learningRate = value, "--learning-rate").defaultValue("0.1").paramLabel("R")
        .description("The learning rate at the start; it falls to 0 (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> epochs = value, "--epochs").defaultValue("5").paramLabel("N")
        .description("How often each text is visited (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> dimensions = value, "--dimensions").defaultValue("100").paramLabel("N")
        .description("The width of the vectors (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> wordNgrams = value, "--word-ngrams").defaultValue("1").paramLabel("N")
        .description("The longest sequence of words that is a feature (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(String.class, value -> subwords = value, "--subwords").paramLabel("MIN-MAX")
        .description("The lengths of the sequences of characters in a word that are features, such as 2-4; none unless given.").build());
    spec.addOption(Options.value(int.class, value -> buckets = value, "--buckets").defaultValue("2000000").paramLabel("N")
        .description("How many rows sequences of words and characters are hashed into (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> minimalCount = value, "--min-count").defaultValue("1").paramLabel("N")
        .description("Words that occur less often are left out (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> minimalLabelCount = value, "--min-label-count").defaultValue("0").paramLabel("N")
        .description("Labels that occur less often are left out (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(FastTextLoss.class, value -> loss = value, "--loss").defaultValue("softmax").converters(new LossConverter()).paramLabel("LOSS")
        .description("softmax; hs, hierarchical softmax, for very many labels; ova, one versus all, for texts with several labels; or ns, negative sampling "
            + "(${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> negatives = value, "--negatives").defaultValue("5").paramLabel("N")
        .description("How many labels negative sampling draws a text (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Integer.class, value -> threads = value, "--threads").paramLabel("N")
        .description("How many threads train, all processors unless given. With one the model is the same to the last bit each time.").build());
    spec.addOption(Options.value(long.class, value -> seed = value, "--seed").defaultValue("0").paramLabel("N")
        .description("The start of all random numbers (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(VisitOrder.class, value -> order = value, "--order").defaultValue("shuffled").paramLabel("ORDER")
        .description("In which order texts are visited: shuffled, another one each epoch; or given, that of the data, as fastText does, which harms where texts "
            + "are sorted by label (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Path.class, value -> pretrained = value, "--pretrained").paramLabel("FILE")
        .description("Word vectors to start from, in fastText's text format (.vec).").build());
    spec.addOption(Options.flag(value -> keepBest = value, "--keep-best")
        .description("Keep the weights of the epoch that is best on the validation texts, instead of the last.").build());
  }

  /** Options that give such settings, as words of a command line, for settings without pretrained vectors that shuffle and keep the last epoch. */
  static List<String> words(final TrainingSettings settings) {
    final List<String> words = new ArrayList<>(List.of(
        "--learning-rate", Double.toString(settings.learningRate()), "--epochs", Integer.toString(settings.epochs()),
        "--dimensions", Integer.toString(settings.dimensions()), "--word-ngrams", Integer.toString(settings.wordNgrams())));
    if (settings.longestSubword() > 0) {
      words.addAll(List.of("--subwords", settings.shortestSubword() + "-" + settings.longestSubword()));
    }
    words.addAll(List.of(
        "--buckets", Integer.toString(settings.buckets()), "--loss", settings.loss().shortName(), "--threads", Integer.toString(settings.threads()),
        "--seed", Long.toString(settings.seed())));
    return words;
  }

  /** @throws CliException if a number is out of range */
  TrainingSettings settings() {
    int shortest = 0;
    int longest = 0;
    if (subwords != null) {
      final Matcher lengths = LENGTHS.matcher(subwords);
      if (!lengths.matches()) {
        throw new CliException(ExitCode.USAGE, "--subwords is '" + subwords + "', expected the least and the greatest length, such as 2-4");
      }
      shortest = Integer.parseInt(lengths.group(1));
      longest = Integer.parseInt(lengths.group(2));
    }
    try {
      return new TrainingSettings(
          learningRate, dimensions, epochs, minimalCount, minimalLabelCount, wordNgrams, shortest, longest, buckets, loss, negatives,
          threads == null ? Runtime.getRuntime().availableProcessors() : threads, seed, order, Optional.ofNullable(pretrained),
          keepBest ? KeptEpoch.BEST : KeptEpoch.LAST);
    } catch (final IllegalArgumentException outOfRange) {
      throw new CliException(ExitCode.USAGE, outOfRange.getMessage(), outOfRange);
    }
  }
}
