package io.labelstream.topology;

import java.util.Locale;

/** Why a record is a dead letter: in the record's header, the log, the counters and the documentation. */
public enum DeadLetterReason {
  /** The value does not follow the configured format. */
  UNDECODABLE("the value is not of the input's format, or its text is not UTF-8 and `labelstream.input.malformed=dead-letter`",
      "correct the producer, or the input format and text field of the pipeline"),
  /** The record has no value. */
  NULL_VALUE("the record has no value", "set `labelstream.input.tombstones=forward` if deletions are meant"),
  /** The heap cannot hold the record. */
  TOO_LARGE_TO_READ("the record cannot be decompressed into the heap: the dead letter has its place, not its bytes",
      "find who sends such records, or raise the heap (`LABELSTREAM_JAVA_OPTS=-Xmx2g`) and read it at its place"),
  /** The text is longer than the limit. */
  TEXT_TOO_LARGE("the text is longer than the limit", "raise `labelstream.max.text.bytes`, or send shorter texts"),
  /** The classifier threw an exception for this text. */
  CLASSIFY_FAILED("the classifier failed on this text", "report the record as a defect of Labelstream, with the model's digest"),
  /** The labels, with the record's key and headers, are larger than what the output topic takes. */
  OUTPUT_TOO_LARGE("labels, key and headers together are larger than the output topic takes",
      "raise the output topic's `max.message.bytes`, or send smaller keys and headers"),
  /** The timestamp is so far ahead that its version cannot be known yet. */
  FUTURE_TIMESTAMP("the timestamp is more than half of `labelstream.rollout.lead.ms` ahead of the clock",
      "correct the producer's clock, or this machine's"),
  /** All versions of a slot are effective from a later time on. */
  OLDER_THAN_MODELS("the record is older than every model version of a slot",
      "announce a version with `--retroactive`, or name a model in the configuration, and send the record again");

  private final String meaning;
  private final String remedy;

  DeadLetterReason(final String meaning, final String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The reason as it stands in headers, logs and metrics, such as {@code null-value}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reason in words, for people. */
  public String meaning() {
    return meaning;
  }

  /** The remedy, in Markdown. */
  public String remedy() {
    return remedy;
  }
}
