package io.labelstream.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and how an announcement is signed. */
final class SigningOptions {
  @Option(
      names = "--sign", paramLabel = "KEY",
      description = "Sign with this private key, for instances with labelstream.rollout.public.keys; see 'keys generate'.")
  private @Nullable Path key;

  Optional<Path> key() {
    return Optional.ofNullable(key);
  }
}
