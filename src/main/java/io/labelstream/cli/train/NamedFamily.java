package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.cli.verb.Suggestion;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The family that a command line is about: the one that the first word after the verb names, or else the usual one. A file with the name of a family is given
 * as {@code ./NAME}.
 *
 * @param family the family
 * @param word the word that names it; empty where there is none
 */
record NamedFamily(TrainableFamily family, Optional<String> word) {

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /**
   * The family of a command line.
   *
   * @param words those after the verb
   * @throws CliException if the first word can only be meant as a family, since another word follows and it is no file, and there is none of this name
   */
  static NamedFamily of(final List<String> words) {
    final Optional<TrainableFamily> named = words.stream().findFirst().flatMap(TrainableFamilies::find);
    if (named.isEmpty() && words.size() > 1 && !words.get(1).startsWith("-") && isNoFile(words.getFirst())) {
      throw noSuchFamily(words.getFirst());
    }
    return new NamedFamily(named.orElseGet(TrainableFamilies::usual), named.map(TrainableFamily::name));
  }

  private static boolean isNoFile(final String word) {
    return PLAIN_WORD.matcher(word).matches() && !Files.exists(Path.of(word));
  }

  private static CliException noSuchFamily(final String word) {
    final List<String> names = TrainableFamilies.all().stream().map(TrainableFamily::name).sorted().toList();
    final String meant = Suggestion.of(word, names).map(name -> "; did you mean '" + name + "'?").orElse("");
    return new CliException(ExitCode.USAGE,
        "there is neither a family nor a file '" + word + "'; expected one of the families " + String.join(", ", names) + meant);
  }

  /** A verb's name in the help, which includes the word. */
  String verb(final String name) {
    return name + word.map(named -> " " + named).orElse("");
  }

  /** Takes the word from the command line. */
  void declare(final OptionSet options) {
    word.ifPresent(options::word);
  }

  /** The name of a model file, for an example. */
  String exampleFile(final Content content) {
    return "topics" + ModelForms.of(family, content).getFirst().suffix();
  }
}
