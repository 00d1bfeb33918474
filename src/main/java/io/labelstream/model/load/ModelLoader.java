package io.labelstream.model.load;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.ForeignForm;
import io.labelstream.model.file.Safetensors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Reads and opens model files of every {@link ModelFamily} that is on the class path. Thread-safe. */
public final class ModelLoader {
  private static final Map<String, ModelFamily> FAMILIES = find();

  private ModelLoader() {}

  private static Map<String, ModelFamily> find() {
    final Map<String, ModelFamily> families = new TreeMap<>();
    for (final ModelFamily family : ServiceLoader.load(ModelFamily.class, ModelLoader.class.getClassLoader())) {
      final ModelFamily other = families.put(family.name(), family);
      if (other != null) {
        throw new ServiceConfigurationError(
            "two families of models are called " + family.name() + ": " + other.getClass().getName() + " and " + family.getClass().getName());
      }
    }
    return families;
  }

  /** The names of the families whose files can be read here, in alphabetical order. */
  public static Set<String> families() {
    return Collections.unmodifiableSet(FAMILIES.keySet());
  }

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
    try (FileChannel channel = FileChannel.open(file)) {
      return open(channel, options);
    }
  }

  /**
   * Opens the model that a channel's file holds, from its start, wherever the channel's position is.
   *
   * <p>Files of up to 64 MiB are read into memory; of larger ones the model may keep pages mapped, so that their bytes must not change while it is open.
   *
   * @param channel a readable file; may be closed afterwards
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static TextClassifier open(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    try (ModelArtifact artifact = read(channel)) {
      return artifact.plan(options).open();
    }
  }

  /**
   * Describes a model file without making it ready to classify.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelDescription describe(final Path file) throws IOException, ModelRefusedException {
    try (ModelArtifact artifact = read(file)) {
      return artifact.description();
    }
  }

  /**
   * Reads a model file.
   *
   * @return what was read, to be closed by the caller
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelArtifact read(final Path file) throws IOException, ModelRefusedException {
    return read(ModelBytes.of(file));
  }

  /**
   * Reads the model that a channel's file holds, from its start, wherever the channel's position is.
   *
   * @param channel a readable file, to be closed by the caller after the artefact
   * @return what was read, to be closed by the caller
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelArtifact read(final FileChannel channel) throws IOException, ModelRefusedException {
    return read(ModelBytes.of(channel));
  }

  /**
   * Reads a model.
   *
   * @param file all its bytes; closed with the artefact, or now if they are refused
   * @return what was read, to be closed by the caller
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelArtifact read(final ModelBytes file) throws ModelRefusedException {
    try {
      return family(file).read(file);
    } catch (final ModelRefusedException | RuntimeException | Error failure) {
      file.close();
      throw failure;
    }
  }

  private static ModelFamily family(final ModelBytes file) throws ModelRefusedException {
    final MemorySegment bytes = file.segment();
    if (Safetensors.isOne(bytes)) {
      return named(FileForm.of(Safetensors.parse(bytes)));
    }
    for (final ModelFamily family : FAMILIES.values()) {
      if (family.recognises(file)) {
        return family;
      }
    }
    throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, ForeignForm.of(bytes).map(ForeignForm::inWords).orElseGet(
        () -> "the file does not start like safetensors, nor like a model of a family known here (" + String.join(", ", FAMILIES.keySet()) + "); it has "
            + bytes.byteSize() + " bytes"));
  }

  private static ModelFamily named(final FileForm form) throws ModelRefusedException {
    final ModelFamily family = FAMILIES.get(form.family());
    if (family == null) {
      throw new ModelRefusedException(
          ModelDefect.UNKNOWN_FAMILY, "the family is " + form.family() + ", expected one known here: " + String.join(", ", FAMILIES.keySet()) + "; update Labelstream");
    }
    return family;
  }
}
