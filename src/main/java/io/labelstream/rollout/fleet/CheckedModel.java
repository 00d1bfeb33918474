package io.labelstream.rollout.fleet;

import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model file that has been opened and proved here.
 *
 * @param path its real path, with symbolic links followed
 * @param family the model's family
 * @param bytes its size
 * @param sha256 its digest
 * @param samples the golden samples that it was proved with: those beside it, else those inside it
 */
public record CheckedModel(Path path, String family, long bytes, String sha256, Optional<Samples> samples) {
  private static final int SHORT_DIGEST = 12;

  /** Golden samples of a model. */
  public sealed interface Samples {
    /** Their number. */
    int count();
  }

  /**
   * Golden samples in a file of their own.
   *
   * @param path the file's real path
   * @param bytes its size
   * @param sha256 its digest
   */
  public record Beside(Path path, long bytes, String sha256, int count) implements Samples {}

  /** Golden samples that the model file brings along. */
  public record Inside(int count) implements Samples {}

  /**
   * Opens a model, and proves it with the golden samples beside it, or else with those inside it.
   *
   * @throws ModelRefusedException if the file is no sound model
   * @throws IOException if it cannot be read
   * @throws FleetException if it does not give its samples their labels, or these cannot be read
   */
  public static CheckedModel check(final Path file) throws ModelRefusedException, IOException, FleetException {
    final String sha256 = Sha256.of(file);
    try (ModelArtifact artifact = ModelLoader.read(file);
        TextClassifier classifier = artifact.plan(ModelOptions.defaults()).open()) {
      final Path real = file.toRealPath();
      final Path besideName = GoldenSamples.beside(file.toAbsolutePath());
      final Path beside = Files.exists(besideName) ? besideName : GoldenSamples.beside(real);
      final Optional<Samples> samples = Files.exists(beside) ? Optional.of(prove(beside.toRealPath(), classifier, file)) : proveInside(artifact, classifier, file);
      return new CheckedModel(real, classifier.description().family(), Files.size(real), sha256, samples);
    }
  }

  /** The golden samples that have to be announced, as they are not in the file. */
  public Optional<Beside> beside() {
    return samples.filter(Beside.class::isInstance).map(Beside.class::cast);
  }

  /** The first digits of the digest, which are the version unless another one is given. */
  public String shortDigest() {
    return shortened(sha256);
  }

  /** The first digits of a digest, as people see it. */
  public static String shortened(final String sha256) {
    return sha256.substring(0, Math.min(SHORT_DIGEST, sha256.length()));
  }

  private static Beside prove(final Path file, final TextClassifier classifier, final Path model) throws FleetException {
    final byte[] bytes;
    final GoldenSamples samples;
    try {
      if (Files.size(file) > GoldenSamples.MOST_BYTES) {
        throw new FleetException(FleetException.Reason.MODEL_REFUSED, "golden samples '" + file + "' have " + Files.size(file) + " bytes, expected at most "
            + GoldenSamples.MOST_BYTES + "; write fewer with `samples`");
      }
      bytes = Files.readAllBytes(file);
      samples = GoldenSamples.read(bytes);
    } catch (final IOException failure) {
      throw new FleetException(FleetException.Reason.FILE_UNREADABLE, "golden samples '" + file + "' cannot be read: " + failure.getMessage(), failure);
    } catch (final GoldenSamples.UnreadableException broken) {
      throw new FleetException(FleetException.Reason.MODEL_REFUSED,
          "golden samples '" + file + "' are not in their format: " + broken.getMessage() + "; write them again with `samples`", broken);
    }
    requireProved(samples, classifier, model, "'" + file + "'");
    return new Beside(file, bytes.length, Sha256.of(bytes), samples.samples().size());
  }

  private static Optional<Samples> proveInside(final ModelArtifact artifact, final TextClassifier classifier, final Path model) throws FleetException {
    try {
      final Optional<GoldenSamples> samples = GoldenSamples.inside(artifact.metadata());
      if (samples.isEmpty()) {
        return Optional.empty();
      }
      requireProved(samples.get(), classifier, model, "those inside it");
      return Optional.of(new Inside(samples.get().samples().size()));
    } catch (final GoldenSamples.UnreadableException broken) {
      throw new FleetException(FleetException.Reason.MODEL_REFUSED,
          "the golden samples inside '" + model + "' are not in their format: " + broken.getMessage() + "; write the file again", broken);
    }
  }

  private static void requireProved(final GoldenSamples samples, final TextClassifier classifier, final Path model, final String where)
      throws FleetException {
    if (samples.compare(classifier) instanceof GoldenSamples.Outcome.Differs(final int line, final String what)) {
      throw new FleetException(FleetException.Reason.MODEL_REFUSED, "model '" + model + "' does not give the labels of its golden samples: line " + line
          + " of " + where + ": " + what + "; they belong to another model, or the file was changed");
    }
  }
}
