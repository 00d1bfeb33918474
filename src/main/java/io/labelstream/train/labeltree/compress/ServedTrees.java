package io.labelstream.train.labeltree.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.model.labeltree.LabelTreeFamily;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Precision;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.TopPrecision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Measures label trees as they are served from a file. */
final class ServedTrees {
  private ServedTrees() {}

  static TopPrecision precision(final LabelTreeModel model, final ExampleSource texts) throws IOException, TrainingDataException {
    final Path file = Files.createTempFile("labelstream-", ".model");
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        model.write(Metadata.none(), Precision.INT8, channel);
      }
      try (LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(file));
          TextClassifier classifier = artifact.plan(ModelOptions.defaults()).open()) {
        return TopPrecision.of(classifier, texts);
      } catch (final ModelRefusedException refused) {
        throw new IllegalStateException("a model that was just written is refused", refused);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
