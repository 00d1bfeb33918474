package io.labelstream.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code withdraw}: the end of a version. */
@Command(
    name = "withdraw",
    description = {
      "Withdraws a version from a slot: from its effective time on it serves nothing, in whatever role it was announced.",
      "Ends a canary, a shadow or a staged version; where the version was live, the live one before it labels again."
    },
    footer = {
      "  labelstream withdraw --slot language --version 8f3472cfe873",
      "  labelstream withdraw --slot language --version 2.1 --note 'too many Galician texts' --sign release.pem"
    })
final class WithdrawCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private RolloutOptions rollout;
  @Mixin private SigningOptions signing;

  @Option(names = {"-s", "--slot"}, required = true, paramLabel = "SLOT", description = "The slot.")
  private String slot;

  @Option(names = "--version", required = true, paramLabel = "VERSION", description = "The version.")
  private String version;

  @Option(names = "--name", paramLabel = "NAME", description = "The model's name, where several models have such a version.")
  private @Nullable String name;

  @Option(names = "--note", defaultValue = "", paramLabel = "TEXT", description = "A remark for people, kept in the history.")
  private String note;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    new Withdrawing(rollout.place(), signing.key(), new Lines(main.io()))
        .withdraw(new VersionChoice(slot, version, Optional.ofNullable(name)), note);
    return ExitCode.OK.code();
  }
}
