package io.labelstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rollback}: an earlier version again. */
@Command(
    name = "rollback",
    description = {
      "Makes an earlier version of a slot live again, by a new entry with the same bytes; the history stays as it is.",
      "Where the version before is the one of the configuration, the live one is withdrawn instead, which comes to the same."
    },
    footer = {
      "  labelstream rollback --slot language",
      "  labelstream rollback --slot language --to 8f3472cfe873 --wait --sign release.pem"
    })
final class RollbackCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private RolloutOptions rollout;
  @Mixin private SigningOptions signing;
  @Mixin private WaitOptions waiting;

  @Option(names = {"-s", "--slot"}, required = true, paramLabel = "SLOT", description = "The slot.")
  private String slot;

  @Option(names = "--to", paramLabel = "VERSION", description = "The version; the one that was live before unless given.")
  private @Nullable String version;

  @Option(names = "--name", paramLabel = "NAME", description = "With --to: the model's name, where several models have such a version.")
  private @Nullable String name;

  @Option(names = "--note", defaultValue = "rollback", paramLabel = "TEXT", description = "A remark for people, kept in the history (${DEFAULT-VALUE}).")
  private String note;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    new RollingBack(place(), signing.key(), new Lines(main.io())).rollBack(new RollingBack.Request(
        slot, Optional.ofNullable(version).map(to -> new VersionChoice(slot, to, Optional.ofNullable(name))), note, waiting.limit()));
    return ExitCode.OK.code();
  }

  /** Whoever signs must not sign what a stranger has put into the log. */
  private RolloutPlace place() {
    final RolloutPlace place = rollout.place();
    if (signing.key().isEmpty() || !place.publicKeys().isEmpty()) {
      return place;
    }
    final Path beside = KeysCommand.publicHalf(signing.key().get());
    if (!Files.isRegularFile(beside)) {
      throw new CliException(ExitCode.USAGE, "--sign needs --public-key here, since only what was signed before may be signed again, and there is no "
          + beside + "; name the keys that the instances trust");
    }
    return place.withPublicKeys(List.of(beside));
  }
}
