package io.labelstream.cli.stream;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code consume}: each record of a topic becomes a line. */
public final class ConsumeCommand implements Verb {
  /** What of a record is printed. */
  enum Part {
    /** The value: JSON and text as they are, Avro as JSON. */
    VALUE,
    /** Of a labelled record, the labels alone. */
    LABELS
  }

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final KafkaOptions kafka = new KafkaOptions();
  private String topic;
  private RecordFormat format;
  private Part part;
  private @Nullable String keySeparator;
  private boolean fromBeginning;
  private @Nullable Long maxMessages;
  private @Nullable Long idleSeconds;

  public ConsumeCommand(final Io io) {
    this.io = io;
    spec.name("consume").usageMessage()
        .description(
            "Prints each record of a topic as a line. Only committed records are shown.",
            "Joins no group and commits nothing, so that it disturbs nobody.")
        .footer(
            "  labelstream consume --topic labels --from-beginning",
            "  labelstream consume --topic labels --format avro --print labels --key-separator '\\t'");
    kafka.addTo(spec);
    spec.addOption(Options.value(String.class, value -> topic = value, "-t", "--topic").required(true).paramLabel("TOPIC").description("Where from.").build());
    spec.addOption(Options.value(RecordFormat.class, value -> format = value, "-f", "--format").defaultValue("json").paramLabel("FORMAT")
        .description("What the values are: text, json or avro (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(Part.class, value -> part = value, "--print").defaultValue("value").paramLabel("PART")
        .description("value: the whole value, Avro as JSON; labels: 'slot label score [label score ...]' (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(String.class, value -> keySeparator = value, "--key-separator").paramLabel("SEP")
        .description("Print the key and SEP in front; \\t is a tab.").build());
    spec.addOption(Options.flag(value -> fromBeginning = value, "--from-beginning")
        .description("Start with the oldest record instead of the next one.").build());
    spec.addOption(Options.value(Long.class, value -> maxMessages = value, "-n", "--max-messages").paramLabel("N").description("End after N records.").build());
    spec.addOption(Options.value(Long.class, value -> idleSeconds = value, "--idle-seconds").paramLabel("S")
        .description("End when no record has come for S seconds.").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final TopicPrinter.Request request =
        new TopicPrinter.Request(
            topic,
            fromBeginning ? TopicPrinter.From.BEGINNING : TopicPrinter.From.END,
            maxMessages == null ? OptionalLong.empty() : OptionalLong.of(maxMessages),
            Optional.ofNullable(idleSeconds).map(Duration::ofSeconds));
    final RecordPrinter.Style style = new RecordPrinter.Style(format, part, Optional.ofNullable(keySeparator).map(KeySeparators::bytes));
    TopicPrinter.print(request, style, kafka, io);
    return ExitCode.OK.code();
  }
}
