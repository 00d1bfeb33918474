package io.labelstream.cli.model;

import io.labelstream.model.fasttext.file.ModelForm;
import java.nio.file.Path;
import java.util.Locale;

/** The form of a model file, by its name. */
public final class ModelForms {
  private static final String SAFETENSORS = ".safetensors";

  private ModelForms() {}

  /** The compact form for {@code .safetensors}, fastText's own for all else. */
  public static ModelForm of(final Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(SAFETENSORS) ? ModelForm.SAFETENSORS : ModelForm.FTZ;
  }
}
