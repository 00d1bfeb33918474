package io.labelstream.train.inception.family;

import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.Search;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.inception.TrainingSettings;
import io.labelstream.train.inception.network.NetworkSettings;
import io.labelstream.train.inception.network.NetworkSettings.EnhancementKind;
import java.util.List;
import java.util.function.UnaryOperator;

/** The settings of training networks. */
final class InceptionSettings {
  static final Setting<Integer> DIMENSIONS = Setting.of("dimensions", Integer.class)
      .about("N", "The numbers of a word's embedding, a multiple of " + InceptionShape.STRIDE + "; time and size of the model grow with them")
      .usual(128).within(InceptionSettings::isWidth, "the dimensions are %s, expected a multiple of " + InceptionShape.STRIDE + " from "
          + InceptionShape.LEAST_WIDTH + " to " + InceptionShape.MOST_WIDTH)
      .row("dimensions").searched(Search.among(128, List.of(96, 128, 192, 256), 0.25, UnaryOperator.identity())).build();

  static final Setting<Integer> EPOCHS = Setting.of("epochs", Integer.class)
      .about("N", "The most times that each text is visited; it ends at the epoch that is best on texts held out")
      .usual(12).within(count -> count >= 1 && count <= 1000, "the epochs are %s, expected 1 to 1000").row("epochs")
      .searched(Search.byFactors(12, 6, 30)).build();

  static final Setting<Double> LEARNING_RATE = Setting.of("learning-rate", Double.class)
      .about("R", "The highest learning rate; it rises from a tenth of it in the first third of the steps, and falls to nearly 0 in the rest")
      .usual(0.005).within(rate -> rate > 0 && rate <= 1, "the learning rate is %s, expected above 0, and up to 1").row("learning rate")
      .searched(Search.byFactors(0.005, 0.001, 0.02, 2)).build();

  static final Setting<Integer> BATCH = Setting.of("batch", Integer.class).about("N", "The texts of a step")
      .usual(128).within(count -> count >= 2 && count <= 4096, "the batch is %s, expected 2 to 4096").row("batch").build();

  static final Setting<Double> WORD_DROPOUT = share("word-dropout", "The share of the numbers of embeddings that each step leaves out at random")
      .usual(0.25).row("dropout of words, inside, of the output").searched(Search.among(0.25, List.of(0.0, 0.1, 0.25, 0.4), 0.25, UnaryOperator.identity())).build();

  static final Setting<Double> DROPOUT = share("dropout", "The share of the numbers inside the network that each step leaves out")
      .usual(0.25).row("dropout of words, inside, of the output").searched(Search.among(0.25, List.of(0.0, 0.1, 0.25, 0.4), 0.25, UnaryOperator.identity())).build();

  static final Setting<Double> OUTPUT_DROPOUT = share("output-dropout", "The share of the numbers before the output that each step leaves out")
      .usual(0.3).row("dropout of words, inside, of the output")
      .searched(Search.among(0.3, List.of(0.1, 0.2, 0.3, 0.4, 0.5), 0.25, UnaryOperator.identity())).build();

  static final Setting<Double> DECAY = Setting.of("decay", Double.class)
      .about("R", "The share of each weight, but for embeddings, that a step at learning rate 1 would take away")
      .usual(0.0).within(decay -> decay >= 0 && decay <= 1, "the decay is %s, expected 0 to 1").row("decay").build();

  static final Setting<EnhancementKind> ENHANCEMENT = Setting.ofConstants("enhancement", EnhancementKind.class)
      .about("KIND", "The enhancement of embeddings: two-attentions, over words and over dimensions; or none, which takes less time")
      .usual(EnhancementKind.NONE).row("enhancement").build();

  static final Setting<StopWords> STOP_WORDS = Setting.ofConstants("stop-words", StopWords.class)
      .about("RULE", "English words such as 'the' and 'of': kept, or left-out").usual(StopWords.KEPT).row("stop words").build();

  static final Setting<Integer> MINIMAL_COUNT = Setting.of("min-count", Integer.class).about("N", "Words that are in fewer texts are left out")
      .usual(3).within(count -> count >= 1, "the minimal count of words is %s, expected at least 1").row("least count of words")
      .searched(Search.bySteps(3, 1, 5, 5, 0.25)).build();

  static final Setting<Precision> WEIGHT_PRECISION = Setting.ofConstants("weight-precision", Precision.class)
      .about("FORM", "The form of weights in the file: int8 or float32").usual(Precision.INT8).row("weights").ofServing().build();

  /** All settings, in the order of a card. */
  static final List<Setting<?>> ALL = List.of(
      DIMENSIONS, VectorSettings.VECTORS, VectorSettings.VECTORS_FROM, VectorSettings.SKIP_GRAM_EPOCHS, EPOCHS, LEARNING_RATE, BATCH, WORD_DROPOUT, DROPOUT,
      OUTPUT_DROPOUT, DECAY, ENHANCEMENT, STOP_WORDS, MINIMAL_COUNT, ShortlistOptions.SHORTLIST, ShortlistOptions.KEPT, ShortlistOptions.DETACHED,
      ShortlistOptions.HEAD_TEXTS, ShortlistOptions.SERVED, WEIGHT_PRECISION);

  private InceptionSettings() {}

  static TrainingSettings of(final Settings settings) {
    final NetworkSettings network = new NetworkSettings(
        new InceptionShape(settings.get(DIMENSIONS)), settings.get(ENHANCEMENT), settings.get(WORD_DROPOUT).floatValue(), settings.get(DROPOUT).floatValue(),
        settings.get(OUTPUT_DROPOUT).floatValue(), settings.get(DECAY).floatValue());
    return new TrainingSettings(network, VectorSettings.of(settings), ShortlistOptions.of(settings), new WordRules(settings.get(STOP_WORDS)),
        settings.get(MINIMAL_COUNT), settings.get(EPOCHS), settings.get(BATCH), settings.get(LEARNING_RATE), settings.get(Settings.SEED));
  }

  private static boolean isWidth(final int width) {
    return width >= InceptionShape.LEAST_WIDTH && width <= InceptionShape.MOST_WIDTH && width % InceptionShape.STRIDE == 0;
  }

  private static Setting.Builder<Double> share(final String name, final String about) {
    return Setting.of(name, Double.class).about("P", about)
        .within(share -> share >= 0 && share <= 0.9, "the " + name + " is %s, expected 0 to 0.9");
  }
}
