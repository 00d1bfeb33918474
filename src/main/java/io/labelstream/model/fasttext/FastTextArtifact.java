package io.labelstream.model.fasttext;

import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.fasttext.file.FastTextFile;

/**
 * A fastText model file that was read.
 *
 * @param bytes the file
 * @param file its model, whose segments are views of the bytes where they can be
 */
public record FastTextArtifact(ModelBytes bytes, FastTextFile file, Metadata metadata, ModelDescription description) implements ModelArtifact {

  @Override
  public MemoryPlan plan(final ModelOptions options) {
    return FastTextPlan.of(this, options);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
