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
import io.labelstream.model.load.internal.FirstServiceFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads and opens model files of every {@link ModelFamily} that is on the class path. Thread-safe. */
public final class ModelLoader {
  private static final ServiceLoader<ModelFamily> ALL = ServiceLoader.load(ModelFamily.class, ModelLoader.class.getClassLoader());

  private static final List<ServiceLoader<ModelFamily>> NEAREST_FIRST = List.of(
      ServiceLoader.load(ModelFamily.class, new FirstServiceFile(ModelLoader.class.getClassLoader())), ALL);

  private ModelLoader() {}

  /**
   * The names of the families whose files can be read here, in alphabetical order.
   *
   * @throws IllegalStateException if there are none, as in a jar that was made of several ones without their service files
   */
  public static SortedSet<String> families() {
    final SortedSet<String> names = new TreeSet<>();
    synchronized (NEAREST_FIRST) {
      ALL.forEach(family -> names.add(family.name()));
    }
    if (names.isEmpty()) {
      throw new IllegalStateException("no model family is on the class path, expected META-INF/services/" + ModelFamily.class.getName()
          + " to name some: where several jars are made one, merge their service files");
    }
    return names;
  }

  /** Tells if files of this family can be read here. */
  public static boolean isKnown(final String family) {
    return first(known -> known.name().equals(family)).isPresent();
  }

  private static Optional<ModelFamily> first(final Predicate<ModelFamily> fits) {
    synchronized (NEAREST_FIRST) {
      for (final ServiceLoader<ModelFamily> families : NEAREST_FIRST) {
        for (final ModelFamily family : families) {
          if (fits.test(family)) {
            return Optional.of(family);
          }
        }
      }
      return Optional.empty();
    }
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
   * <p>Files of up to 64 MiB are read into memory; of larger ones the model may keep pages mapped, so their bytes must not change while it is open.
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
   * Describes a model file without making it ready to classify. The file's bytes must not change meanwhile.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelDescription describe(final Path file) throws IOException, ModelRefusedException {
    // Only few pages of a file are needed, so even a small one is mapped.
    try (FileChannel channel = FileChannel.open(file); ModelArtifact artifact = read(ModelBytes.of(channel, 0))) {
      return artifact.description();
    }
  }

  /**
   * Reads a model file.
   *
   * @return the artefact, to be closed by the caller
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
   * @return the artefact, to be closed by the caller
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
   * @return the artefact, to be closed by the caller
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
      final String name = FileForm.of(Safetensors.parse(bytes)).family();
      return first(family -> family.name().equals(name)).orElseThrow(() -> new ModelRefusedException(
          ModelDefect.UNKNOWN_FAMILY, "the family is " + name + ", expected one known here: " + String.join(", ", families()) + "; update Labelstream"));
    }
    return first(family -> family.recognises(file)).orElseThrow(() -> new ModelRefusedException(
        ModelDefect.NOT_A_MODEL, ForeignForm.of(bytes).map(ForeignForm::inWords).orElseGet(
            () -> "the file does not start like safetensors, nor like a model of a family known here (" + String.join(", ", families()) + "); it has "
                + bytes.byteSize() + " bytes")));
  }
}
