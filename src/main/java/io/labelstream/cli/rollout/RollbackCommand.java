package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.fleet.ControlSession;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.Rollback;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.rollout.fleet.VersionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code rollback}: makes an earlier version live again. */
public final class RollbackCommand extends Command {
  private final RolloutOptions rollout = new RolloutOptions(options);
  private final Option<Path> key = RolloutOptions.key(options);
  private final WaitOptions waiting = new WaitOptions(options);
  private final Option<String> slot = options.value(String.class, "-s", "--slot").required("SLOT", "The slot.");
  private final Option<String> version = options.value(String.class, "--to").optional("VERSION", "The version; the one that was live before unless given.");
  private final Option<String> name = options.value(String.class, "--name")
      .optional("NAME", "With --to: the model's name, where several models have such a version.");
  private final Option<String> note = options.value(String.class, "--note")
      .or("rollback", "TEXT", "A remark for people, kept in the history (${DEFAULT-VALUE}).");

  public RollbackCommand(final Io io) {
    super(io, "rollback",
        "Makes an earlier version of a slot live again, by a new entry with the same bytes; the history stays as it is.",
        "If the version before is the one of the configuration, the live one is withdrawn instead, with the same effect.");
    examples(
        "labelstream rollback --slot language",
        "labelstream rollback --slot language --to 8f3472cfe873 --wait --sign release.pem");
  }

  @Override
  protected void run() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Rollback.Request request = new Rollback.Request(
        slot.value(), version.given().map(to -> new VersionChoice(slot.value(), to, name.given())), note.value(), waiting.limit());
    final RolloutPlace place = place();
    final AnnouncedText text = new AnnouncedText(place, key.given(), new AnnouncedText.Proof.Before());
    try (ControlSession session = ControlSession.open(place, RolloutOptions.signer(key), new AnnouncingLines(text, new Lines(io)))) {
      RolloutEnd.requireRolledOut(Rollback.rollBack(session, request));
    }
  }

  /** A signer must not sign an announcement that a stranger has put into the log. */
  private RolloutPlace place() {
    final RolloutPlace place = rollout.place();
    if (key.given().isEmpty() || !place.publicKeys().isEmpty()) {
      return place;
    }
    final Path beside = KeysCommand.publicHalf(key.given().get());
    if (!Files.isRegularFile(beside)) {
      throw new CliException(ExitCode.USAGE, "--sign needs --public-key here, since only what was signed before may be signed again, and there is no "
          + beside + "; name the keys that the instances trust");
    }
    return place.withPublicKeys(RolloutOptions.read(List.of(beside)));
  }
}
