package io.labelstream.cli.train;

import io.labelstream.cli.verb.BoundConverter;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.OptionSet;
import io.labelstream.pipeline.replay.ReplayRange.Bound;
import io.labelstream.train.kafka.TopicRange;
import java.util.Optional;

/** The options for a topic of labelled texts, and for the connection to it. */
final class LabelledTopicOptions {
  private final KafkaOptions kafka;
  private final Option<String> topic;
  private final Option<Bound> from;
  private final Option<Bound> to;

  /** Declares the options. */
  LabelledTopicOptions(final OptionSet options) {
    kafka = new KafkaOptions(options);
    topic = options.value(String.class, "-t", "--topic").optional("TOPIC",
        "A topic instead of DATA. Its records are JSON, fastText lines, or Avro behind a schema id, with text and labels; the pipeline's own output "
            + "holds no text.");
    from = options.value(Bound.class, "--from").by(new BoundConverter()).optional("T|OFFSET",
        "The first record of the topic: an offset in each partition, or a time, such as 2026-01-31T12:00Z or -7d; the oldest one unless given.");
    to = options.value(Bound.class, "--to").by(new BoundConverter()).optional("T|OFFSET",
        "The first record of the topic that is no longer taken; its present end unless given.");
  }

  Optional<String> topic() {
    return topic.given();
  }

  KafkaOptions kafka() {
    return kafka;
  }

  TopicRange range() {
    return new TopicRange(from.given().map(LabelledTopicOptions::place), to.given().map(LabelledTopicOptions::place));
  }

  private static TopicRange.Place place(final Bound bound) {
    return switch (bound) {
      case Bound.AtTime(final var time) -> new TopicRange.Place.Time(time);
      case Bound.AtOffset(final long offset) -> new TopicRange.Place.Offset(offset);
    };
  }
}
