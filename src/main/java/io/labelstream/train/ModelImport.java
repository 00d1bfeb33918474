package io.labelstream.train;

import io.labelstream.model.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Imports models that other programs wrote, for a family. Stateless. */
public interface ModelImport {
  /** Its texts in the help of {@code convert}. */
  Help help();

  /** Its settings. */
  List<Setting<?>> settings();

  /** Tells by its kind and name if a source may be one to import. A model file that {@code convert} can read is none. */
  boolean recognises(Path source);

  /**
   * Reads a model.
   *
   * @param source a file or a folder
   * @throws IOException if the source is missing or cannot be read
   * @throws ModelRefusedException if it is not a whole model, or not one that predicts here as it did there
   */
  ImportedModel read(Path source, Settings settings) throws IOException, ModelRefusedException;

  /**
   * The texts of the help of {@code convert}.
   *
   * @param sources the sources that it takes, as a sentence without its full stop
   * @param examples arguments of the verb
   */
  record Help(String sources, List<String> examples) {
    public Help {
      examples = List.copyOf(examples);
    }
  }
}
