package io.labelstream.train.inception.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.inception.family.InceptionArtifact;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.train.ModelForm;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The only form of file that networks have. */
record InceptionForm() implements ModelForm {
  @Override
  public long write(final ModelArtifact model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
    final InceptionArtifact network = (InceptionArtifact) model;
    return InceptionFile.write(network.model(), network.codedLabels(), metadata, network.precision(), channel);
  }
}
