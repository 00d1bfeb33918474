package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.pipeline.rights.Role;
import java.io.IOException;

/** {@code rights}: prints the commands that give a user the rights of a role. */
public final class RightsCommand extends Command {
  private final PipelineOptions pipeline = new PipelineOptions(options);
  private final Option<Role> role = options.value(Role.class, "--role")
      .or("instance", "ROLE", "The role of the user: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). Who has several needs the rights of each.");
  private final Option<String> principal = options.value(String.class, "--principal")
      .or("User:labelstream", "PRINCIPAL", "The user as the brokers know it (${DEFAULT-VALUE}).");

  public RightsCommand(final Io io) {
    super(io, "rights",
        "Prints the kafka-acls commands that give a user of a pipeline the rights of a role, for somebody with the right to give them.",
        "Gives nothing, and asks no broker.");
    examples(
        "labelstream rights --config application.properties --principal User:pipeline",
        "labelstream rights --config application.properties --role operator --principal User:ann | sh");
  }

  @Override
  protected void run() throws IOException {
    Logging.levels("WARN", "OFF");
    final Lines lines = new Lines(io);
    for (final String command : PipelineProcess.rightCommands(pipeline.settings(), role.value(), principal.value())) {
      lines.line(command);
    }
  }
}
