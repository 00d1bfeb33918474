package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code withdraw}: the end of a version. */
public final class WithdrawCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final RolloutOptions rollout = new RolloutOptions();
  private final SigningOptions signing = new SigningOptions();
  private String slot;
  private String version;
  private @Nullable String name;
  private String note;

  public WithdrawCommand(final Io io) {
    this.io = io;
    spec.name("withdraw").usageMessage()
        .description(
            "Withdraws a version from a slot: from its effective time on it serves nothing, in whatever role it was announced.",
            "Ends a canary, a shadow or a staged version; where the version was live, the live one before it labels again.")
        .footer(
            "  labelstream withdraw --slot language --version 8f3472cfe873",
            "  labelstream withdraw --slot language --version 2.1 --note 'too many Galician texts' --sign release.pem");
    rollout.addTo(spec);
    signing.addTo(spec);
    spec.addOption(Options.value(String.class, value -> slot = value, "-s", "--slot").required(true).paramLabel("SLOT").description("The slot.").build());
    spec.addOption(Options.value(String.class, value -> version = value, "--version").required(true).paramLabel("VERSION").description("The version.").build());
    spec.addOption(Options.value(String.class, value -> name = value, "--name").paramLabel("NAME")
        .description("The model's name, where several models have such a version.").build());
    spec.addOption(Options.value(String.class, value -> note = value, "--note").defaultValue("").paramLabel("TEXT")
        .description("A remark for people, kept in the history.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    new Withdrawal(rollout.place(), signing.key(), new Lines(io))
        .withdraw(new VersionChoice(slot, version, Optional.ofNullable(name)), note);
    return ExitCode.OK.code();
  }
}
