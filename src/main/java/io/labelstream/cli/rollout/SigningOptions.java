package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.Options;
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

  Optional<Path> key() {
    return Optional.ofNullable(key);
  }
}
