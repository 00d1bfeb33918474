package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.SizeConverter;
import io.labelstream.train.Compression;
import io.labelstream.train.Settings;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a model is compressed. */
final class CompressionOptions {
  private final Compression compression;
  private final FamilyOptions options = new FamilyOptions();

  CompressionOptions(final Compression compression) {
    this.compression = compression;
  }

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    final OptionSpec size = options.option(Compression.SIZE).converters(new SizeConverter()).build();
    if (compression.limits().isEmpty()) {
      spec.addOption(size);
    } else {
      spec.addArgGroup(Options.atMostOneOf(
          Stream.concat(Stream.of(size), compression.limits().stream().map(limit -> options.option(limit).build())).toArray(OptionSpec[]::new)));
    }
    compression.settings().forEach(setting -> spec.addOption(options.option(setting).build()));
    spec.addOption(options.option(Settings.THREADS).build());
    spec.addOption(options.option(Settings.SEED).build());
  }

  /** @throws CliException if a value is out of range */
  Settings settings() {
    return options.settings();
  }
}
