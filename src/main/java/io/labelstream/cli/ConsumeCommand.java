package io.labelstream.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code consume}: each record of a topic becomes a line. */
@Command(
    name = "consume",
    description = {
      "Prints each record of a topic as a line. Only committed records are shown.",
      "Joins no group and commits nothing, so that it disturbs nobody."
    },
    footer = {
      "  labelstream consume --topic labels --from-beginning",
      "  labelstream consume --topic labels --format avro --print labels --key-separator '\\t'"
    })
final class ConsumeCommand implements Callable<Integer> {
  /** What of a record is printed. */
  enum Part {
    /** The value: JSON and text as they are, Avro as JSON. */
    VALUE,
    /** Of a labelled record, the labels alone. */
    LABELS
  }

  @ParentCommand private Main main;
  @Mixin private KafkaOptions kafka;

  @Option(names = {"-t", "--topic"}, required = true, paramLabel = "TOPIC", description = "Where from.")
  private String topic;

  @Option(
      names = {"-f", "--format"}, defaultValue = "json", paramLabel = "FORMAT",
      description = "What the values are: text, json or avro (${DEFAULT-VALUE}).")
  private RecordFormat format;

  @Option(
      names = "--print", defaultValue = "value", paramLabel = "PART",
      description = "value: the whole value, Avro as JSON; labels: 'slot label score [label score ...]' (${DEFAULT-VALUE}).")
  private Part part;

  @Option(names = "--key-separator", paramLabel = "SEP", description = "Print the key and SEP in front; \\t is a tab.")
  private @Nullable String keySeparator;

  @Option(names = "--from-beginning", description = "Start with the oldest record instead of the next one.")
  private boolean fromBeginning;

  @Option(names = {"-n", "--max-messages"}, paramLabel = "N", description = "End after N records.")
  private @Nullable Long maxMessages;

  @Option(names = "--idle-seconds", paramLabel = "S", description = "End when no record has come for S seconds.")
  private @Nullable Long idleSeconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Consuming.Request request =
        new Consuming.Request(
            topic,
            fromBeginning ? Consuming.From.BEGINNING : Consuming.From.END,
            maxMessages == null ? OptionalLong.empty() : OptionalLong.of(maxMessages),
            Optional.ofNullable(idleSeconds).map(Duration::ofSeconds));
    final RecordPrinter.Style style = new RecordPrinter.Style(format, part, Optional.ofNullable(keySeparator).map(KeySeparators::bytes));
    Consuming.print(request, style, kafka, main.io());
    return ExitCode.OK.code();
  }
}
