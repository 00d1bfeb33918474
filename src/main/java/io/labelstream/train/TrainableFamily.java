package io.labelstream.train;

import io.labelstream.model.ModelArtifact;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A family of models that can be trained: what {@code train}, {@code tune}, {@code compress}, {@code convert} and {@code evaluate} need of it, while
 * {@link io.labelstream.model.ModelFamily} is what it takes to open one of its models. Stateless; found by {@link java.util.ServiceLoader}, with a public
 * constructor that takes nothing.
 */
public interface TrainableFamily {
  /** The name of the family, as its models say it: {@link io.labelstream.model.ModelFamily#name()}. */
  String name();

  /** What the help of verbs says of it. */
  FamilyHelp help();

  /** What can be set of training, besides {@link Settings#THREADS} and {@link Settings#SEED}, which every family has. */
  List<Setting<?>> settings();

  /**
   * Looks whether values go together.
   *
   * @throws IllegalArgumentException if one contradicts another; the message says which, and what was expected
   */
  default void requireFit(final Settings settings) {
    // Each is within its own range, and that is all.
  }

  /**
   * Trains a model.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if there is nothing to learn from the texts, or a file is of another form than expected
   * @throws DivergedException if weights are no finite numbers any more
   * @throws InterruptedException if the thread was interrupted while it trained
   */
  TrainedModel train(TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException;

  /** How much work it is to train with these settings, in any unit: what takes twice as long has twice as much. The same for all unless told. */
  default double work(final Settings settings) {
    return 1;
  }

  /** The settings that are searched, for a line of {@code tune}. */
  default String inWords(final Settings settings) {
    final List<Setting<?>> searched = settings().stream().filter(setting -> setting.search().isPresent()).toList();
    return String.join(" ", settings.words(searched)).replace("--", "");
  }

  /** The forms of file that its models can be written in, the one to recommend first. */
  List<ModelForm> forms();

  /** The form that the name of a file asks for; empty where it is the name of none. */
  default Optional<ModelForm> form(final Path file) {
    final String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return forms().stream().filter(form -> name.endsWith(form.suffix())).findFirst();
  }

  /** How its models are made small; empty where they cannot be. */
  Optional<Compression> compression();

  /**
   * How much of texts a model sees.
   *
   * @param model a model of this family
   * @return empty where there is nothing to count
   * @throws IOException if the texts cannot be read
   * @throws TrainingDataException if they are of another form than expected
   */
  default Optional<Coverage> coverage(final ModelArtifact model, final ExampleSource texts) throws IOException, TrainingDataException {
    return Optional.empty();
  }
}
