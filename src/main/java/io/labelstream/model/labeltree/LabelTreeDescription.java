package io.labelstream.model.labeltree;

import io.labelstream.model.ModelDescription.Part;
import io.labelstream.model.ModelDescription.Property;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Describes label trees by their file. */
final class LabelTreeDescription {
  /** Costs of up to 64 steps are added up, and one unit in the last place of a cost of 16 is 1e-6. */
  private static final float SCORE_TOLERANCE = 1e-4f;

  private LabelTreeDescription() {}

  static ModelDescription of(final LabelTreeArtifact artifact, final List<Part> parts) {
    final List<Property> properties = new ArrayList<>();
    properties.add(new Property("features", Integer.toString(artifact.features().size())));
    properties.add(new Property("trees", Integer.toString(artifact.trees().size())));
    return new ModelDescription(
        LabelTreeFile.FORM.family(),
        LabelTreeFile.FORM.version(),
        artifact.bytes().size(),
        artifact.labels(),
        OptionalInt.empty(),
        ScoreMeaning.INDEPENDENT_PROBABILITY,
        SCORE_TOLERANCE,
        properties,
        parts);
  }
}
