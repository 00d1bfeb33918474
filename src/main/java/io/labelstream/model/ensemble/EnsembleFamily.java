package io.labelstream.model.ensemble;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;

/** Ensembles in files of safetensors: see {@link EnsembleFile}. */
public final class EnsembleFamily implements ModelFamily {
  /** The name of the family. */
  public static final String NAME = EnsembleFile.FORM.family();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EnsembleArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    return EnsembleReader.read(bytes);
  }
}
