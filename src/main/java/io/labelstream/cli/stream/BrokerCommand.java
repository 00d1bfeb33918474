package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code broker}: runs a Kafka broker and a schema registry for local work. */
public final class BrokerCommand extends Command {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Option<Integer> port = options.value(Integer.class, "-p", "--port")
      .or("9092", "PORT", "The broker's port; 0: any free one (${DEFAULT-VALUE}).");
  private final Option<Integer> registryPort = options.value(Integer.class, "--registry-port")
      .or("8081", "PORT", "The registry's port; 0: any free one (${DEFAULT-VALUE}).");
  private final Option<Path> data = options.value(Path.class, "--data")
      .optional("DIR", "Where records and schemas are kept. Without it they are gone at the end.");
  private final Option<List<TopicSpec>> topics = options.list(TopicSpec.class, "-t", "--topic").by(new TopicSpec.Converter())
      .optional("NAME[:PARTITIONS]", "A topic to create where it is missing, with 1 partition unless given. May be repeated.");

  public BrokerCommand(final Io io) {
    super(io, "broker",
        "Starts a Kafka broker and a schema registry in this process, for local work.",
        "Both listen on 127.0.0.1 only and do not authenticate. Not for production.");
    examples(
        "labelstream broker --topic texts --topic labels",
        "labelstream broker --port 19092 --data /var/tmp/kafka --topic texts:4");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    try (StopSignal stop = StopSignal.install(PATIENCE, StopSignal.Ending.OF_THE_SIGNAL);
        LocalCluster cluster = LocalCluster.start(port.value(), registryPort.value(), data.given())) {
      cluster.createTopics(topics.value().stream().map(TopicSpec::toNewTopic).toList());
      final Lines lines = new Lines(io);
      lines.line("Kafka broker " + cluster.bootstrapServers() + ", schema registry " + cluster.registryUrl());
      lines.line(data.given().map(folder -> "Data is in " + folder + ".").orElse("Data is temporary.") + " Ctrl-C stops both.");
      stop.await();
    }
  }
}
