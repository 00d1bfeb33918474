package io.labelstream.cli.model;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.FleetErrors;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.rollout.fleet.FleetException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens model files for verbs. Every failure is a {@link CliException}. */
public final class Models {
  private Models() {}

  public static TextClassifier open(final Path file) {
    return use(file, ModelLoader::open);
  }

  public static TextClassifier open(final Path file, final ModelOptions options) {
    return use(file, path -> ModelLoader.open(path, options));
  }

  public static ModelDescription describe(final Path file) {
    return use(file, ModelLoader::describe);
  }

  /** Reads a model; to be closed by the caller. */
  public static ModelArtifact read(final Path file) {
    return use(file, ModelLoader::read);
  }

  /** Opens a model that was read from {@code file}. */
  public static TextClassifier open(final Path file, final ModelArtifact model) {
    return use(file, path -> model.plan(ModelOptions.defaults()).open());
  }

  /** The family of a model; empty if the file is not a model, or cannot be read. */
  public static Optional<String> family(final Path file) {
    try {
      return Optional.of(describe(file).family());
    } catch (final CliException noModel) {
      return Optional.empty();
    }
  }

  /** A model that is opened, and proved with its golden samples. */
  public static CheckedModel check(final Path file) {
    return use(file, path -> {
      try {
        return CheckedModel.check(path);
      } catch (final FleetException unproved) {
        throw FleetErrors.explained(unproved);
      }
    });
  }

  /** The digest of the file's bytes in lower-case hexadecimal. */
  public static String sha256(final Path file) {
    return use(file, Sha256::of);
  }

  /** Uses a model file in some way. */
  public static <T> T use(final Path file, final Use<T> use) {
    return explained(file, path -> {
      if (Files.isDirectory(path)) {
        throw new CliException(ExitCode.FILE_UNREADABLE, "'" + path + "' is a directory; name a model file");
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        // Models are mapped and read from several places, which a pipe or a device does not allow.
        throw new CliException(ExitCode.FILE_UNREADABLE, "'" + path + "' is a pipe or a device; save the model to a file first");
      }
      return use.of(path);
    });
  }

  /** Uses a model file, or the folder of a model, in some way. */
  public static <T> T explained(final Path file, final Use<T> use) {
    try {
      return use.of(file);
    } catch (final ModelRefusedException refused) {
      final String line =
          "model '" + file + "' is refused: " + refused.defect() + " (" + refused.defect().meaning() + "): " + refused.getMessage();
      throw new CliException(ExitCode.MODEL_REFUSED, line, refused);
    } catch (final NoSuchFileException missing) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "model '" + file + "' does not exist; check the path", missing);
    } catch (final AccessDeniedException denied) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "model '" + file + "' may not be read by this user; check its permissions", denied);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "model '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** A way to use a model file. */
  @FunctionalInterface
  public interface Use<T> {
    T of(Path file) throws IOException, ModelRefusedException;
  }
}
