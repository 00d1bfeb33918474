package io.labelstream.cli.model;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.train.ModelForm;
import io.labelstream.train.ModelForm.Content;
import io.labelstream.train.TrainableFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The form of a model file, by its name. */
public final class ModelForms {
  private ModelForms() {}

  /** The forms that are for some models, the one to recommend first; all of a family that has none for these alone. */
  public static List<ModelForm> of(final TrainableFamily family, final Content content) {
    final List<ModelForm> fitting =
        family.forms().stream().filter(form -> form.content() == content || form.content() == Content.ANY).toList();
    return fitting.isEmpty() ? family.forms() : fitting;
  }

  /** Names of files, in words: a name by the end of each form. */
  public static String inWords(final List<ModelForm> forms) {
    return forms.stream().map(form -> "a " + form.suffix() + " file").collect(Collectors.joining(" or "));
  }

  /** @throws CliException if the name is that of no form which the family has */
  public static ModelForm of(final TrainableFamily family, final Path file) {
    return family.form(file).orElseThrow(() -> new CliException(ExitCode.USAGE, "'" + file + "' is not the name of a model of the family " + family.name()
        + "; name " + inWords(family.forms())));
  }
}
