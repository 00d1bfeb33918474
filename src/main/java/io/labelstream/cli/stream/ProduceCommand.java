package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import java.io.IOException;
import java.util.Optional;

/** {@code produce}: publishes each line of standard input as a record. */
public final class ProduceCommand extends Command {
  private final KafkaOptions kafka = new KafkaOptions(options);
  private final Option<String> topic = options.value(String.class, "-t", "--topic").required("TOPIC", "The topic to write to.");
  private final Option<RecordFormat> format = options.value(RecordFormat.class, "-f", "--format")
      .or("text", "FORMAT", "text: the value is the line as it is, which may be JSON of your own; json: {\"text\": line}; avro: a TextEvent "
          + "(${DEFAULT-VALUE}).");
  private final Option<String> keySeparator = options.value(String.class, "--key-separator")
      .optional("SEP", "The part of a line before the first SEP is the record's key; \\t is a tab. Keys are null unless given.");

  public ProduceCommand(final Io io) {
    super(io, "produce",
        "Publishes each line of standard input as a record, and ends when all are acknowledged.",
        "Lines end at a line feed. The topic must exist.");
    examples(
        "labelstream produce --topic texts < texts.txt",
        "printf 'user-1\\tGuten Tag\\n' | labelstream produce --topic texts --key-separator '\\t' --format avro");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Optional<byte[]> separator = keySeparator.given().map(KeySeparators::bytes);
    LineProducer.lines(io.in(), new LineProducer.Target(topic.value(), format.value(), separator), kafka);
  }
}
