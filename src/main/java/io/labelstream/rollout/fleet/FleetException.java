package io.labelstream.rollout.fleet;

import java.util.Objects;

/** An action on the fleet failed. The message is one line: the thing, actual against expected, and the remedy unless only the caller knows it. */
public sealed class FleetException extends Exception permits FleetTopicException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** The kind of obstacle. */
  public enum Reason {
    /** The announcement breaks a rule for slots, names or notes. */
    INVALID,
    /** A text is not a location. */
    LOCATION_INVALID,
    /** A location gives no place beside it for the golden samples of the model. */
    LOCATION_WITHOUT_SAMPLES,
    /** A file cannot be read, or was changed in the meantime. */
    FILE_UNREADABLE,
    /** A model does not give the labels of its golden samples, or these are not readable. */
    MODEL_REFUSED,
    /** Instances are configured differently, so that they may not agree on what is announced. */
    CONFIG_DIFFERS,
    /** No live instance has the slot, and somebody is to be waited for. */
    NO_INSTANCE,
    /** There are live instances, but none has the slot. */
    NO_SUCH_SLOT,
    /** Every instance refuses the announcement, or would. */
    REFUSED,
    /** A slot has no announcement. */
    NOTHING_ANNOUNCED,
    /** A slot never had such a version. */
    NO_SUCH_VERSION,
    /** Several models have such a version. */
    AMBIGUOUS_VERSION,
    /** There is nothing to roll back, or no version to roll back to. */
    NO_SUCH_ROLLBACK,
    /** The control topic or the artefact topic would lose records. */
    TOPIC_UNFIT,
    /** There is no status topic. */
    NO_STATUS_TOPIC,
    /** It cannot be found out at present where artefacts are. */
    ARTIFACTS_UNKNOWN,
    /** Kafka refused or did not answer: a {@link FleetTopicException}. */
    KAFKA
  }

  FleetException(final Reason reason, final String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  FleetException(final Reason reason, final String message, final Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason);
  }

  /** The kind of obstacle. */
  public Reason reason() {
    return reason;
  }
}
