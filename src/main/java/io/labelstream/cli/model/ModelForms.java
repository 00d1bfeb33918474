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

  /** The family's forms for models with this content, the recommended one first; all its forms if it has none for them alone. */
  public static List<ModelForm> of(final TrainableFamily family, final Content content) {
    final List<ModelForm> fitting =
        family.forms().stream().filter(form -> form.content() == content || form.content() == Content.ANY).toList();
    return fitting.isEmpty() ? family.forms() : fitting;
  }

  /** Forms in words, such as {@code a .bin file or a .ftz file}. */
  public static String inWords(final List<ModelForm> forms) {
    return forms.stream().map(form -> "a " + form.suffix() + " file").collect(Collectors.joining(" or "));
  }

  /** @throws CliException if the name fits no form of the family */
  public static ModelForm of(final TrainableFamily family, final Path file) {
    return family.form(file).orElseThrow(() -> new CliException(ExitCode.USAGE, "'" + file + "' is not the name of a model of the family " + family.name()
        + "; name " + inWords(family.forms())));
  }
}
