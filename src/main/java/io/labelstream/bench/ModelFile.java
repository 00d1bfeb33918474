package io.labelstream.bench;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.model.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model file to announce, under a version. */
public record ModelFile(Path path, String version, String family, ArtifactReference reference) {
  public static ModelFile of(final Path path, final String version) throws IOException, ModelRefusedException {
    final String family = ModelLoader.describe(path).family();
    final String location = path.toAbsolutePath().toUri().toString();
    return new ModelFile(path, version, family, new ArtifactReference(location, Files.size(path), Sha256.of(path)));
  }

  VersionId id() {
    return new VersionId(LocalRollout.MODEL, version, reference.sha256());
  }
}
