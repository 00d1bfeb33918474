package io.labelstream.train;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TextForm;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A family of models that can be trained. {@code train}, {@code tune}, {@code compress}, {@code convert} and {@code evaluate} use this, while {@link
 * io.labelstream.model.ModelFamily} opens its models. Stateless; found by {@link java.util.ServiceLoader}, with a public constructor without parameters.
 */
public interface TrainableFamily {
  /** The name of the family, as in its models: {@link io.labelstream.model.ModelFamily#name()}. */
  String name();

  /** Its texts in the help of verbs. */
  FamilyHelp help();

  /** The forms of texts that it learns from. By default, only words. */
  default Set<TextForm> textForms() {
    return Set.of(TextForm.WORDS);
  }

  /** The spelling of the labels of its models. By default, the one that every form of file can hold. */
  default LabelSpelling labelSpelling() {
    return LabelSpelling.AS_A_TOKEN;
  }

  /** The settings of its training, besides {@link Settings#THREADS} and {@link Settings#SEED}, which every family has. */
  List<Setting<?>> settings();

  /** The data that a training with these settings needs. By default, labelled texts. */
  default DataNeed dataNeed(final Settings settings) {
    return DataNeed.LABELLED_TEXTS;
  }

  /**
   * Checks that values go together.
   *
   * @throws IllegalArgumentException if one contradicts another; the message names it and the expected values
   */
  default void requireFit(final Settings settings) {
    // By default, each value need only be within its own range.
  }

  /**
   * Trains a model.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if there is nothing to learn from the texts, or a file is of another form than expected
   * @throws DivergedException if weights are no longer finite numbers
   * @throws InterruptedException if the thread was interrupted while it trained
   */
  TrainedModel train(TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException;

  /** The work of training with these settings, in any unit: twice the time is twice the work. By default, it is the same for all settings. */
  default double work(final Settings settings) {
    return 1;
  }

  /** The same settings without those that make no difference beside the others. By default, all make one. */
  default Settings reduced(final Settings settings) {
    return settings;
  }

  /** The searched settings in words, for a line of {@code tune}. */
  default String inWords(final Settings settings) {
    final List<Setting<?>> searched = settings().stream().filter(setting -> setting.search().isPresent()).toList();
    return String.join(" ", settings.words(searched)).replace("--", "");
  }

  /** The forms of file that its models can be written in, the one to recommend first. */
  List<ModelForm> forms();

  /** The form that the name of a file asks for; empty if it asks for none. */
  default Optional<ModelForm> form(final Path file) {
    final String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return forms().stream().filter(form -> name.endsWith(form.suffix())).findFirst();
  }

  /** The import of models that other programs wrote; empty if there is none. By default, there is none. */
  default Optional<ModelImport> imports() {
    return Optional.empty();
  }

  /** The compression of its models; empty if they cannot be compressed. */
  Optional<Compression> compression();

  /** The making of search indices from its models. By default, none can be made. */
  default Optional<Indexing> indexing() {
    return Optional.empty();
  }

  /**
   * The work of a model for a text, in figures that do not depend on the machine. By default, there are none.
   *
   * @param model a model of this family
   * @param classifier the same model, open
   * @param top the most labels that a text gets
   * @throws IOException if the texts cannot be read
   * @throws TrainingDataException if they are of another form than expected
   */
  default List<CostFigure> costs(final ModelArtifact model, final TextClassifier classifier, final ExampleSource texts, final int top)
      throws IOException, TrainingDataException {
    return List.of();
  }

  /**
   * The share of the labels of texts that a model scores, if it scores only some for a text. By default, it scores all.
   *
   * @param model a model of this family
   * @param classifier the same model, open
   * @return empty if it scores all
   * @throws IOException if the texts cannot be read
   * @throws TrainingDataException if they are of another form than expected
   */
  default Optional<ShortlistRecall> shortlistRecall(final ModelArtifact model, final TextClassifier classifier, final ExampleSource texts)
      throws IOException, TrainingDataException {
    return Optional.empty();
  }

  /**
   * The share of the features of texts that a model knows.
   *
   * @param model a model of this family
   * @return empty if there is nothing to count
   * @throws IOException if the texts cannot be read
   * @throws TrainingDataException if they are of another form than expected
   */
  default Optional<Coverage> coverage(final ModelArtifact model, final ExampleSource texts) throws IOException, TrainingDataException {
    return Optional.empty();
  }
}
