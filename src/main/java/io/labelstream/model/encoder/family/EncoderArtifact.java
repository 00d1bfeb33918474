package io.labelstream.model.encoder.family;

import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import java.util.List;

/** A file of a sentence encoder that was read and found sound. */
public final class EncoderArtifact implements ModelArtifact {
  private final ModelBytes bytes;
  private final EncoderFile file;
  private final ModelDescription description;

  EncoderArtifact(final ModelBytes bytes, final EncoderFile file, final List<ModelDescription.Part> parts) {
    this.bytes = bytes;
    this.file = file;
    this.description = EncoderDescription.of(file, bytes.size(), parts);
  }

  /**
   * The whole model on the heap, its numbers as the file has them.
   *
   * @throws IllegalStateException if the artefact is closed
   */
  public EncoderModel model() {
    bytes.segment();
    return file.model();
  }

  /** The form of the matrices in the file. */
  public Precision precision() {
    return file.precision();
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Metadata metadata() {
    return file.metadata();
  }

  @Override
  public MemoryPlan plan(final ModelOptions options) {
    return EncoderPlan.of(bytes, file, description, options);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
