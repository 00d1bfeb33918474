package io.labelstream.model.ensemble;

import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import java.util.List;
import java.util.Optional;

/** A file of an ensemble that was read and found sound, with its members. */
public final class EnsembleArtifact implements ModelArtifact {
  private final ModelBytes bytes;
  private final EnsembleFile file;
  private final List<ModelArtifact> members;
  private final ModelDescription description;

  EnsembleArtifact(final ModelBytes bytes, final EnsembleFile file, final List<ModelArtifact> members, final List<ModelDescription.Part> parts) {
    this.bytes = bytes;
    this.file = file;
    this.members = List.copyOf(members);
    this.description = EnsembleDescription.of(this, parts);
  }

  /**
   * The content of the file.
   *
   * @throws IllegalStateException if the artefact is closed
   */
  public EnsembleFile file() {
    bytes.segment();
    return file;
  }

  /** The frequencies that the first member knows: members learn from the same texts. */
  @Override
  public Optional<LabelFrequencies> frequencies() {
    return members.stream().flatMap(member -> member.frequencies().stream()).findFirst();
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
    return EnsemblePlan.of(this, options);
  }

  @Override
  public void close() {
    members.forEach(ModelArtifact::close);
    bytes.close();
  }

  ModelBytes bytes() {
    return bytes;
  }

  List<ModelArtifact> members() {
    return members;
  }
}
