package io.labelstream.train.labeltree.compress;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.labeltree.LabelTreeArtifact;
import io.labelstream.model.labeltree.LabelTreeFamily;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Precision;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The share of right labels among the first ones that a model gives to texts.
 *
 * @param first among first labels
 * @param mean the mean of the shares among the first, the first three and the first five
 */
record TopPrecision(double first, double mean) {
  private static final int MOST = 5;

  /** Measures a model as it is in a file. Texts without label are left out; labels that the model does not have count as others that it does not give. */
  static TopPrecision of(final LabelTreeModel model, final ExampleSource texts) throws IOException, TrainingDataException {
    final Path file = Files.createTempFile("labelstream-", ".model");
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        model.write(Metadata.none(), Precision.INT8, channel);
      }
      try (LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(file));
          TextClassifier classifier = artifact.plan(ModelOptions.defaults()).open()) {
        final Counts counts = new Counts(classifier);
        texts.forEach(counts::add);
        return counts.precision();
      } catch (final ModelRefusedException refused) {
        throw new IllegalStateException("a model that was just written is refused", refused);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Used once. */
  private static final class Counts {
    private final TextClassifier classifier;
    private final ClassifierSession session;
    private final Predictions predictions = new Predictions(MOST, 0f);
    private final long[] rightAt = new long[MOST];
    private long texts;

    Counts(final TextClassifier classifier) {
      this.classifier = classifier;
      this.session = classifier.newSession();
    }

    void add(final Example example) {
      if (example.labels().isEmpty()) {
        return;
      }
      texts++;
      session.classify(example.text(), example.offset(), example.length(), predictions);
      for (int place = 0; place < predictions.count(); place++) {
        rightAt[place] += example.labels().contains(classifier.labels().name(predictions.label(place))) ? 1 : 0;
      }
    }

    TopPrecision precision() {
      return new TopPrecision(among(1), (among(1) + among(3) + among(5)) / 3);
    }

    private double among(final int labels) {
      long right = 0;
      for (int place = 0; place < labels; place++) {
        right += rightAt[place];
      }
      return texts == 0 ? 0 : (double) right / (labels * texts);
    }
  }
}
