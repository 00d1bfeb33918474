package io.labelstream.train.inception.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.family.InceptionArtifact;
import io.labelstream.model.inception.family.InceptionFamily;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.TopPrecision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network as it is to be stored.
 *
 * @param labelRows the rows of the labels; empty: they are stored as 8-bit integers
 */
record SmallNetwork(InceptionModel model, Optional<ProductRows> labelRows) {

  /** The same network with its most frequent words. */
  SmallNetwork withWords(final int count) {
    final int[] kept = IntStream.range(0, count).toArray();
    return new SmallNetwork(
        new InceptionModel(
            model.words(),
            Arrays.copyOf(model.vocabulary(), count),
            Arrays.copyOf(model.wordTexts(), count),
            model.embeddings().rows(kept),
            model.encoder(),
            model.head(),
            model.shortlist(),
            model.labels(),
            model.labelTexts(),
            model.texts()),
        labelRows);
  }

  int words() {
    return model.vocabulary().length;
  }

  /** The number of uses of its words in training. */
  long uses() {
    return Arrays.stream(model.wordTexts()).asLongStream().sum();
  }

  /** The bytes of the file. */
  long bytes(final Metadata metadata) {
    return InceptionFile.bytes(model, labelRows, metadata, Precision.INT8);
  }

  long write(final Metadata metadata, final WritableByteChannel channel) throws IOException {
    return InceptionFile.write(model, labelRows, metadata, Precision.INT8, channel);
  }

  /** Measures the network as it is in a file. */
  TopPrecision precision(final ExampleSource texts) throws IOException, TrainingDataException {
    final Path file = Files.createTempFile("labelstream-", ".model");
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        write(Metadata.none(), channel);
      }
      try (InceptionArtifact artifact = new InceptionFamily().read(ModelBytes.of(file));
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
