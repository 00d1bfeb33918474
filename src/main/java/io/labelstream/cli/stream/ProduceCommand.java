package io.labelstream.cli.stream;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code produce}: each line of standard input becomes a record. */
public final class ProduceCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final KafkaOptions kafka = new KafkaOptions();
  private String topic;
  private RecordFormat format;
  private @Nullable String keySeparator;

  public ProduceCommand(final Io io) {
    this.io = io;
    spec.name("produce").usageMessage()
        .description(
            "Publishes each line of standard input as a record, and ends when all are acknowledged.",
            "Lines end at a line feed. The topic must exist.")
        .footer(
            "  labelstream produce --topic texts < texts.txt",
            "  printf 'user-1\\tGuten Tag\\n' | labelstream produce --topic texts --key-separator '\\t' --format avro");
    kafka.addTo(spec);
    spec.addOption(Options.value(String.class, value -> topic = value, "-t", "--topic").required(true).paramLabel("TOPIC").description("Where to.").build());
    spec.addOption(Options.value(RecordFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text: the value is the line as it is, which may be JSON of your own; json: {\"text\": line}; avro: a TextEvent (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(String.class, value -> keySeparator = value, "--key-separator").paramLabel("SEP")
        .description("What comes before the first SEP in a line is the record's key; \\t is a tab. Without it keys are null.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Optional<byte[]> separator = Optional.ofNullable(keySeparator).map(KeySeparators::bytes);
    LineProducer.lines(io.in(), new LineProducer.Target(topic, format, separator), kafka);
    return ExitCode.OK.code();
  }
}
