package io.labelstream.keywords;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.train.ModelForm;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The only form of file that a keyword model has. */
record KeywordForm() implements ModelForm {
  @Override
  public long write(final ModelArtifact model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
    return ((KeywordArtifact) model).model().write(metadata, channel);
  }
}
