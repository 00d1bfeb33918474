package io.labelstream.train.labeltree.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.train.ModelForm;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The only form of file that label trees have. */
record LabelTreeForm() implements ModelForm {
  @Override
  public long write(final ModelArtifact model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
    final LabelTreeArtifact trees = (LabelTreeArtifact) model;
    return trees.model().write(metadata, trees.precision(), channel);
  }
}
