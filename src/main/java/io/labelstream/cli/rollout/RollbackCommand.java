package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code rollback}: an earlier version again. */
public final class RollbackCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final RolloutOptions rollout = new RolloutOptions();
  private final SigningOptions signing = new SigningOptions();
  private final WaitOptions waiting = new WaitOptions();
  private String slot;
  private @Nullable String version;
  private @Nullable String name;
  private String note;

  public RollbackCommand(final Io io) {
    this.io = io;
    spec.name("rollback").usageMessage()
        .description(
            "Makes an earlier version of a slot live again, by a new entry with the same bytes; the history stays as it is.",
            "Where the version before is the one of the configuration, the live one is withdrawn instead, which comes to the same.")
        .footer(
            "  labelstream rollback --slot language",
            "  labelstream rollback --slot language --to 8f3472cfe873 --wait --sign release.pem");
    rollout.addTo(spec);
    signing.addTo(spec);
    waiting.addTo(spec);
    spec.addOption(Options.value(String.class, value -> slot = value, "-s", "--slot").required(true).paramLabel("SLOT").description("The slot.").build());
    spec.addOption(Options.value(String.class, value -> version = value, "--to").paramLabel("VERSION")
        .description("The version; the one that was live before unless given.").build());
    spec.addOption(Options.value(String.class, value -> name = value, "--name").paramLabel("NAME")
        .description("With --to: the model's name, where several models have such a version.").build());
    spec.addOption(Options.value(String.class, value -> note = value, "--note").defaultValue("rollback").paramLabel("TEXT")
        .description("A remark for people, kept in the history (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    new Rollback(place(), signing.key(), new Lines(io)).rollBack(new Rollback.Request(
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
