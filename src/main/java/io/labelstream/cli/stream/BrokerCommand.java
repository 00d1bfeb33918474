package io.labelstream.cli.stream;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code broker}: a Kafka broker and a schema registry for local work. */
public final class BrokerCommand implements Verb {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private int port;
  private int registryPort;
  private @Nullable Path data;
  private List<TopicSpec> topics = List.of();

  public BrokerCommand(final Io io) {
    this.io = io;
    spec.name("broker").usageMessage()
        .description(
            "Starts a Kafka broker and a schema registry in this process, for local work.",
            "Both listen on 127.0.0.1 only and do not authenticate. Not for production.")
        .footer(
            "  labelstream broker --topic texts --topic labels",
            "  labelstream broker --port 19092 --data /var/tmp/kafka --topic texts:4");
    spec.addOption(Options.value(int.class, value -> port = value, "-p", "--port").defaultValue("9092").paramLabel("PORT")
        .description("The broker's port; 0: any free one (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> registryPort = value, "--registry-port").defaultValue("8081").paramLabel("PORT")
        .description("The registry's port; 0: any free one (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Path.class, value -> data = value, "--data").paramLabel("DIR")
        .description("Where records and schemas are kept. Without it they are gone at the end.").build());
    spec.addOption(Options.list(TopicSpec.class, value -> topics = value, "-t", "--topic").converters(new TopicSpec.Converter()).paramLabel("NAME[:PARTITIONS]")
        .description("A topic to create where it is missing, with 1 partition unless told. May be repeated.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    try (StopSignal stop = StopSignal.install(PATIENCE, StopSignal.Ending.OF_THE_SIGNAL);
        LocalCluster cluster = LocalCluster.start(port, registryPort, Optional.ofNullable(data))) {
      cluster.createTopics(topics.stream().map(TopicSpec::toNewTopic).toList());
      final Lines lines = new Lines(io);
      lines.line("Kafka broker " + cluster.bootstrapServers() + ", schema registry " + cluster.registryUrl());
      lines.line((data == null ? "Data is temporary." : "Data is in " + data + ".") + " Ctrl-C stops both.");
      stop.await();
    }
    return ExitCode.OK.code();
  }
}
