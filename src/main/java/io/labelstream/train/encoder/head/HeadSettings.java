package io.labelstream.train.encoder.head;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of labels on an encoder.
 *
 * @param model the file of the encoder
 * @param labels the file of the labels' descriptions
 * @param texts the file of unlabelled texts
 * @param examples the file of a few labelled texts
 * @param fineTuning the training of the encoder itself
 * @param prototypes the rows that descriptions become
 * @param other the label of texts that have none of the others
 * @param otherExamples the file of such texts
 */
record HeadSettings(
    Path model, Optional<Path> labels, Optional<Path> texts, Optional<Path> examples, Optional<FineTuningSettings> fineTuning, Prototypes prototypes,
    Optional<String> other, Optional<Path> otherExamples) {
  /** The rows that the descriptions of a label become. */
  enum Prototypes {
    /** One, their mean. */
    MEAN,
    /** One each; the nearest one counts. */
    EACH
  }

  static final Setting<Path> MODEL = Setting.of("model", Path.class)
      .about("FILE", "Give this encoder labels: from --labels, --examples or both, or from --finetune").row("encoder").build();

  static final Setting<Path> LABELS = Setting.of("labels", Path.class)
      .about("FILE", "Labels with their descriptions, a line each: label, tab, description, and perhaps further ones, each after a tab").row("descriptions").build();

  static final Setting<Path> EXAMPLES = Setting.of("examples", Path.class)
      .about("FILE", "Labelled texts, some for each label, which the labels are learned from; the encoder stays as it is").row("examples").build();

  static final Setting<Path> FINETUNE = Setting.of("finetune", Path.class)
      .about("FILE", "Labelled texts, hundreds or more, which labels and encoder are trained on; for encoders without layers").row("fine-tuned on").build();

  static final Setting<Path> TEXTS = Setting.of("texts", Path.class)
      .about("FILE", "Texts like those to classify, without labels, one a line: --labels then learns from them which words go together, and what all texts have in common")
      .row("unlabelled texts").build();

  static final Setting<Prototypes> PROTOTYPES = Setting.of("prototypes", Prototypes.class)
      .about("WHICH", "The vectors that a label's descriptions become: mean, one of all; or each, one of each, of which the nearest counts")
      .usual(Prototypes.MEAN).written(HeadSettings::prototypes, value -> value.name().toLowerCase(Locale.ROOT)).row("prototypes").build();

  static final Setting<String> OTHER = Setting.of("other", String.class)
      .about("LABEL", "Add this label for texts that have none of the others").written(text -> text, text -> text).row("label of other texts").build();

  static final Setting<Path> OTHER_EXAMPLES = Setting.of("other-examples", Path.class)
      .about("FILE", "Texts of --other, one a line; without them, one in twenty of the examples would be taken for such a text")
      .row("examples of other texts").build();

  static final Setting<Integer> EPOCHS = Setting.of("finetune-epochs", Integer.class)
      .about("N", "The most times that --finetune visits each text; it ends at the one that is best on texts held out").usual(10)
      .within(count -> count >= 1 && count <= 1000, "the epochs of fine-tuning are %s, expected 1 to 1000").row("epochs of fine-tuning").build();

  static final Setting<Double> RATE = Setting.of("finetune-rate", Double.class)
      .about("R", "The first step of --finetune, as a share of the size of the numbers in the encoder's table; it falls to 0").usual(0.02)
      .within(rate -> rate > 0 && rate <= 1, "the rate of fine-tuning is %s, expected above 0, and up to 1").row("rate of fine-tuning").build();

  static final Setting<Double> DROPPED = Setting.of("finetune-dropped", Double.class)
      .about("P", "The share of a text's pieces that --finetune leaves out at random, another one each time").usual(0.2)
      .within(share -> share >= 0 && share < 1, "the share of pieces to leave out is %s, expected 0 to below 1").row("pieces left out").build();

  static final Setting<Integer> PAIRS = Setting.of("finetune-pairs", Integer.class)
      .about("N", "The most pairs of neighbouring pieces that --finetune gives weights of their own, so that the order of words counts: those that most texts have")
      .usual(6000).within(count -> count >= 0 && count <= 1_000_000, "the pairs of pieces are %s, expected 0 to 1000000").row("pairs of pieces").build();

  static final List<Setting<?>> ALL = List.of(LABELS, TEXTS, EXAMPLES, FINETUNE, PROTOTYPES, OTHER, OTHER_EXAMPLES, EPOCHS, RATE, DROPPED, PAIRS);

  /** @throws IllegalArgumentException if one contradicts another */
  static HeadSettings of(final Settings settings) {
    final Optional<Path> labels = settings.find(LABELS);
    final Optional<Path> texts = settings.find(TEXTS);
    final Optional<Path> examples = settings.find(EXAMPLES);
    final Optional<Path> finetune = settings.find(FINETUNE);
    final Optional<String> other = settings.find(OTHER);
    final Optional<Path> otherExamples = settings.find(OTHER_EXAMPLES);
    if (labels.isEmpty() && examples.isEmpty() && finetune.isEmpty()) {
      throw new IllegalArgumentException("no labels are named for the encoder, expected --labels, --examples or --finetune");
    }
    if (finetune.isPresent() && (labels.isPresent() || examples.isPresent() || other.isPresent())) {
      throw new IllegalArgumentException("--finetune learns all labels from its texts: leave out --labels, --examples and --other, or --finetune");
    }
    if (texts.isPresent() && labels.isEmpty()) {
      throw new IllegalArgumentException("--texts serves descriptions of labels: add --labels");
    }
    if (otherExamples.isPresent() && other.isEmpty()) {
      throw new IllegalArgumentException("--other-examples has texts of a label without name: add --other LABEL");
    }
    if (other.isPresent() && otherExamples.isEmpty() && examples.isEmpty()) {
      throw new IllegalArgumentException("--other needs texts to find its threshold with: add --other-examples or --examples");
    }
    final Optional<FineTuningSettings> fineTuning =
        finetune.map(file -> new FineTuningSettings(
            file, settings.get(EPOCHS), settings.get(RATE).floatValue(), settings.get(DROPPED).floatValue(), settings.get(PAIRS)));
    return new HeadSettings(settings.get(MODEL), labels, texts, examples, fineTuning, settings.get(PROTOTYPES), other, otherExamples);
  }

  private static Prototypes prototypes(final String text) {
    for (final Prototypes value : Prototypes.values()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("'" + text + "' are no prototypes, expected mean or each");
  }
}
