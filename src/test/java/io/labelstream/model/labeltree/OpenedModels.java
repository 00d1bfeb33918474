package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and opens models without a file that stays. */
final class OpenedModels {
  private OpenedModels() {}

  static LabelTreeArtifact read(final byte[] file) throws Exception {
    final Path path = Files.createTempFile("labeltree", ".safetensors");
    try (FileChannel channel = FileChannel.open(Files.write(path, file))) {
      return new LabelTreeFamily().read(ModelBytes.of(channel));
    } finally {
      Files.delete(path);
    }
  }

  /** Opens a model and closes its artefact. */
  static LabelTreeClassifier open(final LabelTreeArtifact artifact) throws Exception {
    try (artifact) {
      return (LabelTreeClassifier) artifact.plan(ModelOptions.defaults()).open();
    }
  }
}
