package io.labelstream.model.load;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** Opens and describes model files of every family. Thread-safe. */
public final class ModelLoader {
  private ModelLoader() {}

  /**
   * Opens a model with the default options.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static TextClassifier open(final Path file) throws IOException, ModelRefusedException {
    return open(file, ModelOptions.defaults());
  }

  /**
   * Opens a model.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static TextClassifier open(final Path file, final ModelOptions options) throws IOException, ModelRefusedException {
    throw new UnsupportedOperationException("no family yet for " + file + " " + options);
  }

  /**
   * Describes a model file without making it ready to classify.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelDescription describe(final Path file) throws IOException, ModelRefusedException {
    throw new UnsupportedOperationException("no family yet for " + file);
  }
}
