package io.labelstream.topology;

import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.wire.LabeledText.Lineage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Opens a slot's model file and names the bytes that it holds. */
final class SlotLoader {
  private static final int VERSION_DIGITS = 12;

  private SlotLoader() {}

  static Slot open(final SlotConfig config, final ModelOptions options) throws IOException, ModelRefusedException {
    final TextClassifier classifier = ModelLoader.open(config.model(), options);
    try {
      return new Slot(config.name(), classifier, lineage(config), config.top(), config.threshold());
    } catch (final IOException | RuntimeException failure) {
      classifier.close();
      throw failure;
    }
  }

  /** The lineage of a model that is named in the configuration: it holds from the beginning, and no announcement brought it. */
  static Lineage lineage(final SlotConfig config) throws IOException {
    final String sha256 = ModelDigest.sha256(config.model());
    return new Lineage(
        config.modelName().orElseGet(() -> baseName(config.model())),
        config.modelVersion().orElse(sha256.substring(0, VERSION_DIGITS)),
        sha256,
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private static String baseName(final Path model) {
    final String file = model.toAbsolutePath().normalize().getFileName().toString();
    final int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
