package io.labelstream.model.inception.family;

import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.LabelText;
import io.labelstream.model.Labels;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of a convolutional network that was read and found sound. */
public final class InceptionArtifact implements ModelArtifact {
  private final ModelBytes bytes;
  private final InceptionFile file;
  private final ModelDescription description;

  InceptionArtifact(final ModelBytes bytes, final InceptionFile file, final List<ModelDescription.Part> parts) {
    this.bytes = bytes;
    this.file = file;
    this.description = InceptionDescription.of(file, bytes.size(), parts);
  }

  /**
   * The whole model on the heap, its numbers as the file has them.
   *
   * @throws IllegalStateException if the artefact is closed
   */
  public InceptionModel model() {
    bytes.segment();
    return file.model();
  }

  /**
   * The rows of the labels if they are product-quantised: views of the file, but for the centroids.
   *
   * @throws IllegalStateException if the artefact is closed
   */
  public Optional<ProductRows> codedLabels() {
    bytes.segment();
    return file.weights().head().output().weight() instanceof ProductRows rows ? Optional.of(rows) : Optional.empty();
  }

  /** The form of the matrices in the file, but for rows of labels that are product-quantised. */
  public Precision precision() {
    return file.precision();
  }

  @Override
  public Optional<LabelFrequencies> frequencies() {
    final int[] counts = file.labelTexts();
    final Map<String, Long> byLabel = new HashMap<>();
    for (int label = 0; label < counts.length; label++) {
      byLabel.put(Labels.nameIn(LabelText.of(file.labels().name(label))), (long) counts[label]);
    }
    return Optional.of(new LabelFrequencies(file.texts(), byLabel));
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
    return InceptionPlan.of(bytes, file, description, options);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
