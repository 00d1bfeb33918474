package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.cli.verb.SizeConverter;
import io.labelstream.train.Compression;
import io.labelstream.train.Settings;
import java.util.stream.Stream;

/** The options for how a model is compressed. */
final class CompressionOptions {
  private final FamilyOptions settings;

  /** Declares the options. */
  CompressionOptions(final OptionSet options, final Compression compression) {
    settings = new FamilyOptions(options);
    final Option<?> size = settings.add(Compression.SIZE, Compression.SIZE.about(), new SizeConverter());
    if (!compression.limits().isEmpty()) {
      options.exclude(Stream.concat(Stream.of(size), compression.limits().stream().map(settings::add)).toArray(Option[]::new));
    }
    compression.settings().forEach(settings::add);
    settings.add(Settings.THREADS);
    settings.add(Settings.SEED);
  }

  /** @throws CliException if a value is out of range */
  Settings settings() {
    return settings.settings();
  }
}
