package io.labelstream.model.encoder.family;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.file.Safetensors;

/** Sentence encoders in files of safetensors: see {@link EncoderFile}. */
public final class EncoderFamily implements ModelFamily {
  /** The name of the family. */
  public static final String NAME = EncoderFile.FORM.family();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EncoderArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final Safetensors container = Safetensors.parse(bytes.segment());
    return new EncoderArtifact(bytes, EncoderFile.of(container), container.parts());
  }
}
