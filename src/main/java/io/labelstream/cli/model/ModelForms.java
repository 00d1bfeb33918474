package io.labelstream.cli.model;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.train.ModelForm;
import io.labelstream.train.TrainableFamily;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The form of a model file, by its name. */
public final class ModelForms {
  private ModelForms() {}

  /** @throws CliException if the name is that of no form which the family has */
  public static ModelForm of(final TrainableFamily family, final Path file) {
    return family.form(file).orElseThrow(() -> new CliException(ExitCode.USAGE, "'" + file + "' is not the name of a model of the family " + family.name()
        + "; name a " + family.forms().stream().map(ModelForm::suffix).collect(Collectors.joining(" file or a ")) + " file"));
  }
}
