package io.labelstream.model.fasttext;

import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.StoredModel;
import java.lang.foreign.Arena;

/** PLACEHOLDER until the family branch brings its own. */
public record FastTextArtifact(StoredModel stored, Arena arena) implements ModelArtifact {
  public FastTextFile file() {
    return stored.model();
  }

  @Override
  public ModelDescription description() {
    return stored.description();
  }

  @Override
  public Metadata metadata() {
    return stored.metadata();
  }

  @Override
  public MemoryPlan plan(final ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    arena.close();
  }
}
