package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.train.Search;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Settings of training a classifier, from {@link Settings}. The usual values are those of the reference's {@code supervised}, on all processors.
 *
 * @param learningRate the rate at the start; it falls to 0 linearly
 * @param dimensions the number of columns of both matrices
 * @param epochs the number of visits of each example
 * @param minimalCount words that occur less often are unknown
 * @param minimalLabelCount labels that occur less often are left out
 * @param wordNgrams the longest word n-gram that is a feature; 1 for none
 * @param subwords the character n-grams that are features
 * @param buckets the number of rows that n-grams are hashed into; see {@link #effectiveBuckets()}
 * @param negatives the number of labels that {@link FastTextLoss#NEGATIVE_SAMPLING} draws for each example
 * @param threads the number of threads that train; with one, the result is the same each time, bit for bit
 * @param seed the start of all random numbers
 * @param order the order in which examples are visited; the reference knows only {@link VisitOrder#GIVEN}
 * @param pretrained a text file of word vectors to start from
 * @param kept the epoch whose weights become the model
 */
public record TrainingSettings(
    double learningRate,
    int dimensions,
    int epochs,
    int minimalCount,
    int minimalLabelCount,
    int wordNgrams,
    SubwordLengths subwords,
    int buckets,
    FastTextLoss loss,
    int negatives,
    int threads,
    long seed,
    VisitOrder order,
    Optional<Path> pretrained,
    KeptEpoch kept) {
  private static final int LONGEST_NGRAM = 1 << 10;
  private static final int MOST_DIMENSIONS = 1 << 16;

  /** The approximate number of character n-grams of one length in a word. */
  private static final int SUBWORDS_A_LENGTH = 5;

  // The search begins with values that are good for many short texts, and quick; it goes up to the dimensions of the reference. A trial writes all buckets to
  // its file, so many buckets cost time; with fewer than the most, the n-grams of short texts still rarely share a row.

  public static final Setting<Double> LEARNING_RATE = Setting.of("learning-rate", Double.class).about("R", "The learning rate at the start; it falls to 0")
      .usual(0.1).within(rate -> rate > 0 && !rate.isInfinite(), "the learning rate is %s, expected a positive number such as 0.1").row("learning rate")
      .searched(Search.byFactors(0.5, 0.05, 3, 3)).build();

  public static final Setting<Integer> EPOCHS = Setting.of("epochs", Integer.class).about("N", "How often each text is visited")
      .usual(5).within(count -> count >= 1, "the epochs are %s, expected at least 1").row("epochs").searched(Search.byFactors(10, 2, 60)).build();

  public static final Setting<Integer> DIMENSIONS = Setting.of("dimensions", Integer.class).about("N", "The width of the vectors")
      .usual(100).within(width -> width >= 1 && width <= MOST_DIMENSIONS, "the dimensions are %s, expected 1 to " + MOST_DIMENSIONS).row("dimensions")
      .searched(Search.byFactors(32, 4, 100)).swept(List.of(32, 16, 64, 8)).build();

  public static final Setting<Integer> WORD_NGRAMS = Setting.of("word-ngrams", Integer.class).about("N", "The longest sequence of words that is a feature")
      .usual(1).within(longest -> longest >= 1 && longest <= LONGEST_NGRAM, "the word n-grams are %s, expected 1 to " + LONGEST_NGRAM)
      .searched(Search.bySteps(2, 1, 4, 3, 0.25)).swept(List.of(2, 1)).build();

  /** No other setting differs so much between kinds of texts. */
  public static final Setting<SubwordLengths> SUBWORDS = Setting.of("subwords", SubwordLengths.class)
      .about("MIN-MAX", "The lengths of the sequences of characters in a word that are features, such as 2-4; none unless given")
      .usualInWords(SubwordLengths.NONE).written(SubwordLengths::parse, SubwordLengths::toString)
      .searched(Search.among(SubwordLengths.NONE, List.of(SubwordLengths.NONE, new SubwordLengths(2, 4), new SubwordLengths(3, 5), new SubwordLengths(3, 6)), 0.25,
          given -> given.exist() ? SubwordLengths.NONE : new SubwordLengths(3, 5)))
      .swept(List.of(SubwordLengths.NONE, new SubwordLengths(3, 5))).build();

  public static final Setting<Integer> BUCKETS = Setting.of("buckets", Integer.class)
      .about("N", "How many rows sequences of words and characters are hashed into")
      .usual(2_000_000).within(count -> count >= 0, "the buckets are %s, expected at least 0").searched(Search.byFactors(200_000, 1 << 14, 1 << 20)).build();

  public static final Setting<Integer> MINIMAL_COUNT = Setting.of("min-count", Integer.class).about("N", "Words that occur less often are left out")
      .usual(1).within(count -> count >= 0, "the minimal count of words is %s, expected at least 0").row("least count of words, of labels").build();

  public static final Setting<Integer> MINIMAL_LABEL_COUNT = Setting.of("min-label-count", Integer.class)
      .about("N", "Labels that occur less often are left out")
      .usual(0).within(count -> count >= 0, "the minimal count of labels is %s, expected at least 0").row("least count of words, of labels").build();

  public static final Setting<FastTextLoss> LOSS = Setting.of("loss", FastTextLoss.class)
      .about("LOSS", "softmax; hs, hierarchical softmax, for very many labels; ova, one versus all, for texts with several labels; or ns, negative sampling")
      .usual(FastTextLoss.SOFTMAX).written(TrainingSettings::lossOf, FastTextLoss::shortName)
      .alsoInTune("softmax, hs, ova or ns, as with 'train'; it is not searched").build();

  public static final Setting<Integer> NEGATIVES = Setting.of("negatives", Integer.class).about("N", "How many labels negative sampling draws a text")
      .usual(5).within(count -> count >= 1, "the negatives are %s, expected at least 1").row("negatives").build();

  public static final Setting<VisitOrder> ORDER = Setting.of("order", VisitOrder.class)
      .about("ORDER", "The order in which texts are visited: shuffled, a new one each epoch; or given, that of the data, as in fastText, which does harm where "
          + "texts are sorted by label")
      .usual(VisitOrder.SHUFFLED).row("order of visits", order -> switch (order) {
        case SHUFFLED -> "another random one each epoch";
        case GIVEN -> "that of the data";
      }).build();

  public static final Setting<Path> PRETRAINED = Setting.of("pretrained", Path.class)
      .about("FILE", "Word vectors to start from, in fastText's text format (.vec)").row("pretrained vectors").absent("none").build();

  public static final Setting<Boolean> KEEP_BEST = Setting.of("keep-best", Boolean.class)
      .about("", "Keep the weights of the epoch that is best on the validation texts, instead of the last")
      .usualInWords(false).needing(Setting.Need.VALIDATION, best -> best).row("weights of", best -> best ? "the best epoch" : "the last epoch").build();

  /** All settings, in the order of a card. */
  public static final List<Setting<?>> ALL = List.of(
      LEARNING_RATE, EPOCHS, DIMENSIONS, WORD_NGRAMS, SUBWORDS, BUCKETS, MINIMAL_COUNT, MINIMAL_LABEL_COUNT, LOSS, NEGATIVES, ORDER, PRETRAINED, KEEP_BEST);

  /** The epoch whose weights become the model. */
  public enum KeptEpoch {
    LAST,
    /** The one with the highest precision on the validation set; a copy of the weights is held for it. The last one if there is no such set. */
    BEST
  }

  /**
   * Takes the settings of training.
   *
   * @throws IllegalArgumentException if there are n-grams and no buckets for them
   */
  public static TrainingSettings of(final Settings settings) {
    final TrainingSettings all = new TrainingSettings(
        settings.get(LEARNING_RATE), settings.get(DIMENSIONS), settings.get(EPOCHS), settings.get(MINIMAL_COUNT), settings.get(MINIMAL_LABEL_COUNT),
        settings.get(WORD_NGRAMS), settings.get(SUBWORDS), settings.get(BUCKETS), settings.get(LOSS), settings.get(NEGATIVES),
        settings.get(Settings.THREADS), settings.get(Settings.SEED), settings.get(ORDER), settings.find(PRETRAINED),
        settings.get(KEEP_BEST) ? KeptEpoch.BEST : KeptEpoch.LAST);
    if (all.buckets == 0 && all.hasNgrams()) {
      throw new IllegalArgumentException("the buckets are 0, expected at least 1 for n-grams of words or characters, such as 2000000");
    }
    return all;
  }

  private static FastTextLoss lossOf(final String name) {
    return Arrays.stream(FastTextLoss.values()).filter(loss -> loss.shortName().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no loss, expected one of "
            + Arrays.stream(FastTextLoss.values()).map(FastTextLoss::shortName).collect(Collectors.joining(", "))));
  }

  private boolean hasNgrams() {
    return wordNgrams > 1 || subwords.exist();
  }

  /** The buckets that the model gets: none if neither word n-grams nor subwords are features, as in the reference. */
  public int effectiveBuckets() {
    return hasNgrams() ? buckets : 0;
  }

  /** The work of training, in any unit: twice the time is twice the work. */
  public double work() {
    return (double) epochs * dimensions * (wordNgrams + SUBWORDS_A_LENGTH * subwords.lengths());
  }
}
