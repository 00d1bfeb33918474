package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.fleet.ControlSession;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.RolloutPlace;
import io.labelstream.rollout.fleet.VersionChoice;
import io.labelstream.rollout.fleet.Withdrawal;
import java.io.IOException;
import java.nio.file.Path;

/** {@code withdraw}: ends the traffic of a version. */
public final class WithdrawCommand extends Command {
  private final RolloutOptions rollout = new RolloutOptions(options);
  private final Option<Path> key = RolloutOptions.key(options);
  private final Option<String> slot = options.value(String.class, "-s", "--slot").required("SLOT", "The slot.");
  private final Option<String> version = options.value(String.class, "--version").required("VERSION", "The version.");
  private final Option<String> name = options.value(String.class, "--name").optional("NAME", "The model's name, where several models have such a version.");
  private final Option<String> note = options.value(String.class, "--note").or("", "TEXT", "A remark for people, kept in the history.");

  public WithdrawCommand(final Io io) {
    super(io, "withdraw",
        "Withdraws a version from a slot: from its effective time on it serves nothing, in whatever role it was announced.",
        "Ends a canary, a shadow or a staged version; where the version was live, the live one before it labels again.");
    examples(
        "labelstream withdraw --slot language --version 8f3472cfe873",
        "labelstream withdraw --slot language --version 2.1 --note 'too many Galician texts' --sign release.pem");
  }

  @Override
  protected void run() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final RolloutPlace place = rollout.place();
    final AnnouncedText text = new AnnouncedText(place, key.given(), new AnnouncedText.Proof.Before());
    try (ControlSession session = ControlSession.open(place, RolloutOptions.signer(key), new AnnouncingLines(text, new Lines(io)))) {
      Withdrawal.withdraw(session, new VersionChoice(slot.value(), version.value(), name.given()), note.value());
    }
  }
}
