package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.labeltree.file.LabelTreeFile;

/** Label trees in files of safetensors: see {@link LabelTreeFile}. */
public final class LabelTreeFamily implements ModelFamily {
  /** The name of the family. */
  public static final String NAME = LabelTreeFile.FORM.family();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public LabelTreeArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    return LabelTreeReader.read(bytes);
  }
}
