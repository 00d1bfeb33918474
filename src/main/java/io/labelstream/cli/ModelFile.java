package io.labelstream.cli;

import io.labelstream.model.TextClassifier;
import io.labelstream.rollout.GoldenSamples;
import io.labelstream.rollout.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model file that has been opened and proved here.
 *
 * @param path where it really is, symbolic links followed
 * @param family the model's family
 * @param bytes its size
 * @param sha256 its digest
 * @param samples the golden samples beside it
 */
record ModelFile(Path path, String family, long bytes, String sha256, Optional<Samples> samples) {
  private static final int SHORT_DIGEST = 12;

  /**
   * The golden samples of a model.
   *
   * @param path where the file really is
   * @param bytes its size
   * @param sha256 its digest
   * @param count how many there are
   */
  record Samples(Path path, long bytes, String sha256, int count) {}

  /**
   * Opens a model, and proves it with the golden samples beside it.
   *
   * @throws CliException if the file is no sound model, or does not give its samples their labels
   */
  static ModelFile check(final Path file) {
    final String sha256 = Models.sha256(file);
    try (TextClassifier classifier = Models.open(file)) {
      final Path real = file.toRealPath();
      final Path besideName = GoldenSamples.beside(file.toAbsolutePath());
      final Path beside = Files.exists(besideName) ? besideName : GoldenSamples.beside(real);
      final Optional<Samples> samples = Files.exists(beside) ? Optional.of(prove(beside.toRealPath(), classifier, file)) : Optional.empty();
      return new ModelFile(real, classifier.description().family(), Files.size(real), sha256, samples);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "model '" + file + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** The first digits of the digest, which are the version unless another one is given. */
  String shortDigest() {
    return shortened(sha256);
  }

  /** The first digits of a digest, as people see it. */
  static String shortened(final String sha256) {
    return sha256.substring(0, Math.min(SHORT_DIGEST, sha256.length()));
  }

  private static Samples prove(final Path file, final TextClassifier classifier, final Path model) {
    final byte[] bytes;
    final GoldenSamples samples;
    try {
      if (Files.size(file) > GoldenSamples.MOST_BYTES) {
        throw new CliException(ExitCode.MODEL_REFUSED, "golden samples '" + file + "' have " + Files.size(file) + " bytes, expected at most "
            + GoldenSamples.MOST_BYTES + "; write fewer with `samples`");
      }
      bytes = Files.readAllBytes(file);
      samples = GoldenSamples.read(bytes);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, "golden samples '" + file + "' cannot be read: " + failure.getMessage(), failure);
    } catch (final GoldenSamples.UnreadableException broken) {
      throw new CliException(ExitCode.MODEL_REFUSED,
          "golden samples '" + file + "' are not in their format: " + broken.getMessage() + "; write them again with `samples`", broken);
    }
    return switch (samples.compare(classifier)) {
      case GoldenSamples.Outcome.Proved proved -> new Samples(file, bytes.length, Sha256.of(bytes), proved.samples());
      case GoldenSamples.Outcome.Differs(final int line, final String what) -> throw new CliException(ExitCode.MODEL_REFUSED, "model '" + model
          + "' does not give the labels of its golden samples: line " + line + " of '" + file + "': " + what
          + "; they belong to another model, or the file was changed");
    };
  }
}
