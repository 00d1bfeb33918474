package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Options;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Whether and how an announcement is signed. */
final class SigningOptions {
  private @Nullable Path key;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    spec.addOption(Options.value(Path.class, value -> key = value, "--sign").paramLabel("KEY")
        .description("Sign with this private key, for instances with labelstream.rollout.public.keys; see 'keys generate'.").build());
  }

  /** The file of the key. */
  Optional<Path> file() {
    return Optional.ofNullable(key);
  }

  /** The key. */
  Optional<SigningKey> key() {
    return file().map(SigningOptions::read);
  }

  private static SigningKey read(final Path file) {
    try {
      return SigningKey.read(file);
    } catch (final KeyFileException failure) {
      throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
    }
  }
}
