package io.labelstream.keywords;

import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription.Part;
import io.labelstream.model.ModelDescription.Property;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ScoreMeaning;
import java.util.List;
import java.util.OptionalInt;

/** A keyword model in its file. */
public record KeywordArtifact(ModelBytes bytes, KeywordModel model, Metadata metadata, List<Part> parts) implements ModelArtifact {

  @Override
  public ModelDescription description() {
    return new ModelDescription(
        KeywordModel.FAMILY, 1, bytes.size(), model.labels().size(), OptionalInt.empty(), ScoreMeaning.PROBABILITY, 1e-4f,
        List.of(new Property("words", Integer.toString(model.words().size()))), parts);
  }

  @Override
  public MemoryPlan plan(final ModelOptions options) {
    return KeywordPlan.of(this);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
