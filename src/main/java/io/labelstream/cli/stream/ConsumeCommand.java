package io.labelstream.cli.stream;

import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import java.io.IOException;
import java.time.Duration;

/** {@code consume}: prints each record of a topic as a line. */
public final class ConsumeCommand extends Command {
  /** The part of a record that is printed. */
  enum Part {
    /** The value: JSON and text as they are, Avro as JSON. */
    VALUE,
    /** Only the labels of a labelled record. */
    LABELS
  }

  private final KafkaOptions kafka = new KafkaOptions(options);
  private final Option<String> topic = options.value(String.class, "-t", "--topic").required("TOPIC", "The topic to read.");
  private final Option<RecordFormat> format = options.value(RecordFormat.class, "-f", "--format")
      .or("json", "FORMAT", "The format of the values: text, json or avro (${DEFAULT-VALUE}).");
  private final Option<Part> part = options.value(Part.class, "--print")
      .or("value", "PART", "value: the whole value, Avro as JSON; labels: 'slot label score [label score ...]', with _ for white space "
          + "within a label (${DEFAULT-VALUE}).");
  private final Option<String> keySeparator = options.value(String.class, "--key-separator").optional("SEP", "Print the key and SEP in front; \\t is a tab.");
  private final Option<Boolean> fromBeginning = options.flag("--from-beginning", "Start with the oldest record instead of the next one.");
  private final Option<Long> maxMessages = options.value(Long.class, "-n", "--max-messages").optional("N", "End after N records.");
  private final Option<Long> idleSeconds = options.value(Long.class, "--idle-seconds").optional("S", "End when no record has come for S seconds.");

  public ConsumeCommand(final Io io) {
    super(io, "consume",
        "Prints each record of a topic as a line. Only committed records are shown.",
        "Joins no group and commits no offsets, so that it disturbs nobody.");
    examples(
        "labelstream consume --topic labels --from-beginning",
        "labelstream consume --topic labels --format avro --print labels --key-separator '\\t'");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final TopicPrinter.Request request = new TopicPrinter.Request(topic.value(), fromBeginning.value() ? TopicPrinter.From.BEGINNING : TopicPrinter.From.END,
        maxMessages.given(), idleSeconds.given().map(Duration::ofSeconds));
    final RecordPrinter.Style style = new RecordPrinter.Style(format.value(), part.value(), keySeparator.given().map(KeySeparators::bytes));
    TopicPrinter.print(request, style, kafka, io);
  }
}
