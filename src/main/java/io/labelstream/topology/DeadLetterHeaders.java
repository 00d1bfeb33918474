package io.labelstream.topology;

/** The headers that a dead letter has besides those of the original record. All values are UTF-8 text. */
public final class DeadLetterHeaders {
  /** Class of the exception (KIP-1034). */
  public static final String EXCEPTION = "__streams.errors.exception";
  /** Message of the exception (KIP-1034), without content of the record. */
  public static final String MESSAGE = "__streams.errors.message";
  /** Classes and frames of the exception and its causes (KIP-1034), without their messages. */
  public static final String STACKTRACE = "__streams.errors.stacktrace";
  /** Topic of the original record (KIP-1034). */
  public static final String TOPIC = "__streams.errors.topic";
  /** Partition of the original record (KIP-1034). */
  public static final String PARTITION = "__streams.errors.partition";
  /** Offset of the original record (KIP-1034). */
  public static final String OFFSET = "__streams.errors.offset";
  /** {@link DeadLetterReason#code()}. */
  public static final String REASON = "labelstream.reason";
  /**
   * Present where the original record with these headers is larger than the dead-letter topic takes: those of {@code value}, {@code headers} and {@code key}
   * that were left out, with commas. The record is still complete at its place in the input topic.
   */
  public static final String OMITTED = "labelstream.omitted";

  private DeadLetterHeaders() {}
}
