package io.labelstream.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code produce}: each line of standard input becomes a record. */
@Command(
    name = "produce",
    description = {
      "Publishes each line of standard input as a record, and ends when all are acknowledged.",
      "Lines end at a line feed. The topic must exist."
    },
    footer = {
      "  labelstream produce --topic texts < texts.txt",
      "  printf 'user-1\\tGuten Tag\\n' | labelstream produce --topic texts --key-separator '\\t' --format avro"
    })
final class ProduceCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private KafkaOptions kafka;

  @Option(names = {"-t", "--topic"}, required = true, paramLabel = "TOPIC", description = "Where to.")
  private String topic;

  @Option(
      names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT",
      description = {
        "text: the value is the line as it is, which may be JSON of your own; json: {\"text\": line}; avro: a TextEvent (${DEFAULT-VALUE})."
      })
  private RecordFormat format;

  @Option(
      names = "--key-separator", paramLabel = "SEP",
      description = "What comes before the first SEP in a line is the record's key; \\t is a tab. Without it keys are null.")
  private @Nullable String keySeparator;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Optional<byte[]> separator = Optional.ofNullable(keySeparator).map(KeySeparators::bytes);
    Producing.lines(main.io().in(), new Producing.Target(topic, format, separator), kafka);
    return ExitCode.OK.code();
  }
}
