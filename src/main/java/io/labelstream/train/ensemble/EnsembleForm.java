package io.labelstream.train.ensemble;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ensemble.EnsembleArtifact;
import io.labelstream.model.ensemble.EnsembleFile;
import io.labelstream.train.ModelForm;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The only form of file that ensembles have. */
record EnsembleForm() implements ModelForm {
  @Override
  public long write(final ModelArtifact model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
    final EnsembleFile file = ((EnsembleArtifact) model).file();
    return new EnsembleFile(file.combination(), file.members(), file.labels(), metadata).write(channel);
  }
}
