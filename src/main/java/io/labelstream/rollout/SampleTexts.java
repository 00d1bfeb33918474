package io.labelstream.rollout;

import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The texts of a model's golden samples, on which code is run until it is compiled. */
public final class SampleTexts {
  private static final Logger LOG = LoggerFactory.getLogger(SampleTexts.class);
  private static final int MOST = 64;

  private SampleTexts() {}

  /** The first texts for a model file, in UTF-8; none if it has no golden samples that can be read: nothing is proved by them here. */
  public static List<byte[]> of(final Path model) {
    try {
      return samples(model).stream().flatMap(found -> found.samples().stream()).limit(MOST)
          .map(sample -> sample.text().getBytes(StandardCharsets.UTF_8)).toList();
    } catch (final IOException | ModelRefusedException | GoldenSamples.UnreadableException unusable) {
      LOG.atDebug().setCause(unusable).log("golden samples cannot be used to warm up");
      return List.of();
    }
  }

  private static Optional<GoldenSamples> samples(final Path model) throws IOException, ModelRefusedException, GoldenSamples.UnreadableException {
    final Path beside = GoldenSamples.beside(model);
    if (Files.isRegularFile(beside)) {
      return Optional.of(GoldenSamples.read(Files.readAllBytes(beside)));
    }
    try (ModelArtifact artifact = ModelLoader.read(model)) {
      return GoldenSamples.inside(artifact.metadata());
    }
  }
}
