package io.labelstream.model.inception.family;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.inception.file.InceptionFile;

/** Convolutional networks for short texts in files of safetensors: see {@link InceptionFile}. */
public final class InceptionFamily implements ModelFamily {
  /** The name of the family. */
  public static final String NAME = InceptionFile.FORM.family();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public InceptionArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final Safetensors container = Safetensors.parse(bytes.segment());
    return new InceptionArtifact(bytes, InceptionFile.of(container), container.parts());
  }
}
