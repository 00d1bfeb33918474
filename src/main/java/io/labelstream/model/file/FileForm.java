package io.labelstream.model.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a safetensors file, such as {@code fasttext/1}, as its metadata name it: the family and version of its tensors and arguments.
 *
 * @param family the family of models
 * @param version the version of the family's form, from 1
 */
public record FileForm(String family, int version) {
  /** The key in the metadata. */
  public static final String KEY = Metadata.RESERVED + "form";

  private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9]{0,31})/(0|[1-9][0-9]{0,8})");

  public FileForm {
    if (!FORM.matcher(family + "/" + version).matches()) {
      throw new IllegalArgumentException("the form " + family + "/" + version + " must be a family of lower-case letters and digits, and a version");
    }
  }

  /**
   * The form of a file.
   *
   * @throws ModelRefusedException if the file names none, or one that is not written as a form
   */
  public static FileForm of(final Safetensors file) throws ModelRefusedException {
    final Optional<String> text = Optional.ofNullable(file.metadata().get(KEY));
    if (text.isEmpty()) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, "a safetensors file whose metadata name no form, expected " + KEY + " to be FAMILY/VERSION");
    }
    final Matcher form = FORM.matcher(text.get());
    if (!form.matches()) {
      throw new ModelRefusedException(
          ModelDefect.INCONSISTENT, KEY + " is '" + SafetensorsHeader.shown(text.get()) + "', expected FAMILY/VERSION");
    }
    return new FileForm(form.group(1), Integer.parseInt(form.group(2)));
  }

  /**
   * Refuses a file that does not have this form.
   *
   * @throws ModelRefusedException if it is of another family, or another version of this family's form
   */
  public void require(final Safetensors file) throws ModelRefusedException {
    final FileForm actual = of(file);
    if (!actual.family.equals(family)) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "a safetensors file of the form " + actual + ", expected " + KEY + " to be " + this);
    }
    if (actual.version != version) {
      throw new ModelRefusedException(
          actual.version < version ? ModelDefect.VERSION_TOO_OLD : ModelDefect.VERSION_TOO_NEW,
          "version " + actual.version + " of the form, expected " + KEY + " to be " + this);
    }
  }

  /** The form as it is written in the metadata. */
  @Override
  public String toString() {
    return family + "/" + version;
  }
}
