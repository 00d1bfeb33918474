package io.labelstream.train.encoder.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.train.ModelForm;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The safetensors file of encoders. */
final class EncoderForm implements ModelForm {
  @Override
  public long write(final ModelArtifact model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
    final EncoderArtifact encoder = (EncoderArtifact) model;
    return EncoderFile.write(encoder.model(), metadata, encoder.precision(), channel);
  }
}
