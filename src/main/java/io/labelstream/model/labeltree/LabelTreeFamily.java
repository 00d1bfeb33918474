package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;

/** Label trees in files of safetensors. */
public final class LabelTreeFamily implements ModelFamily {
  /** The name of the family. */
  public static final String NAME = "labeltree";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public LabelTreeArtifact read(final ModelBytes file) throws ModelRefusedException {
    throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "label trees cannot be read yet");
  }
}
