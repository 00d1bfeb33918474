package io.labelstream.cli.train;

import io.labelstream.cli.verb.BoundConverter;
import io.labelstream.cli.verb.KafkaOptions;
import io.labelstream.cli.verb.Options;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.train.kafka.TopicRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A topic of labelled texts, and how to reach it. */
final class LabelledTopicOptions {
  private final KafkaOptions kafka = new KafkaOptions();
  private @Nullable String topic;
  private ReplayRange.@Nullable Bound from;
  private ReplayRange.@Nullable Bound to;

  /** Adds the options to those of a verb. */
  void addTo(final CommandSpec spec) {
    kafka.addTo(spec);
    spec.addOption(Options.value(String.class, value -> topic = value, "-t", "--topic").paramLabel("TOPIC")
        .description("A topic instead of DATA. Its records are JSON, fastText lines, or Avro behind a schema id, with text and labels; the pipeline's own output "
            + "holds no text.").build());
    spec.addOption(Options.value(ReplayRange.Bound.class, value -> from = value, "--from").converters(new BoundConverter()).paramLabel("T|OFFSET")
        .description("The first record of the topic: an offset in each partition, or a time, such as 2026-01-31T12:00Z or -7d; the oldest one unless given.").build());
    spec.addOption(Options.value(ReplayRange.Bound.class, value -> to = value, "--to").converters(new BoundConverter()).paramLabel("T|OFFSET")
        .description("The first record of the topic that is not taken any more; the end that it has now unless given.").build());
  }

  Optional<String> topic() {
    return Optional.ofNullable(topic);
  }

  KafkaOptions kafka() {
    return kafka;
  }

  TopicRange range() {
    return new TopicRange(Optional.ofNullable(from).map(LabelledTopicOptions::place), Optional.ofNullable(to).map(LabelledTopicOptions::place));
  }

  private static TopicRange.Place place(final ReplayRange.Bound bound) {
    return switch (bound) {
      case ReplayRange.Bound.AtTime(final var time) -> new TopicRange.Place.Time(time);
      case ReplayRange.Bound.AtOffset(final long offset) -> new TopicRange.Place.Offset(offset);
    };
  }
}
