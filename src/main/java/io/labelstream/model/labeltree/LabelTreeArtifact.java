package io.labelstream.model.labeltree;

import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;

/** A file of label trees that was read. */
public record LabelTreeArtifact(ModelBytes bytes, Metadata metadata, ModelDescription description) implements ModelArtifact {

  /** The whole model on the heap, with the weights as the file has them. */
  public LabelTreeModel model() {
    throw new UnsupportedOperationException("label trees cannot be read yet");
  }

  @Override
  public MemoryPlan plan(final ModelOptions options) {
    throw new UnsupportedOperationException("label trees cannot be opened yet");
  }

  @Override
  public void close() {
    bytes.close();
  }
}
