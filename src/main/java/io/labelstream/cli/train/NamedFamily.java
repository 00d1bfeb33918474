package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelForms;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import java.util.List;
import java.util.Optional;

/**
 * The family that a command line is about: the one that the first word after the verb names, or else the usual one. A file with the name of a family is given
 * as {@code ./NAME}.
 *
 * @param family the family
 * @param word the word that names it; empty where there is none
 */
record NamedFamily(TrainableFamily family, Optional<String> word) {

  /** @param words those after the verb */
  static NamedFamily of(final List<String> words) {
    final Optional<TrainableFamily> named = words.stream().findFirst().flatMap(TrainableFamilies::find);
    return new NamedFamily(named.orElseGet(TrainableFamilies::usual), named.map(TrainableFamily::name));
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
