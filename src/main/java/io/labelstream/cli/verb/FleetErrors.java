package io.labelstream.cli.verb;

import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.FleetTopicException;

/** Failed actions on the fleet as a line and an exit status. */
public final class FleetErrors {
  private FleetErrors() {}

  /** The line and status, with the options that help. */
  public static CliException explained(final FleetException failure) {
    if (failure instanceof final FleetTopicException topic) {
      return KafkaErrors.explained(topic.getCause(), topic.topic(), topic.servers(), topic.needed());
    }
    final String what = failure.getMessage();
    return switch (failure.reason()) {
      case INVALID, NO_SUCH_VERSION, NO_SUCH_ROLLBACK -> error(ExitCode.USAGE, what, failure);
      case NOTHING_ANNOUNCED -> error(ExitCode.USAGE, what + "; check --slot and --control-topic", failure);
      case AMBIGUOUS_VERSION -> error(ExitCode.USAGE, what + ": name one with --name", failure);
      case LOCATION_INVALID -> error(ExitCode.USAGE, "--location: " + what, failure);
      case LOCATION_WITHOUT_SAMPLES ->
          error(ExitCode.USAGE, "--location " + what + ": send both with --upload, or move the samples away", failure);
      case FILE_UNREADABLE -> error(ExitCode.FILE_UNREADABLE, what, failure);
      case MODEL_REFUSED -> error(ExitCode.MODEL_REFUSED, what, failure);
      case CONFIG_DIFFERS ->
          error(ExitCode.CONFIG_DIFFERS, "nothing is announced, since " + what + "; configure them alike, or announce with --force", failure);
      case NO_INSTANCE -> error(ExitCode.ROLLOUT_WITHDRAWN, "nothing is announced, since " + what
          + "; start one, check --slot and --status-topic, or leave --wait out", failure);
      case NO_SUCH_SLOT -> error(ExitCode.SLOT_MISSING, "nothing is announced, since " + what + "; check --slot, or announce beforehand with --force", failure);
      case REFUSED -> error(ExitCode.ANNOUNCEMENT_REFUSED, what, failure);
      case TOPIC_UNFIT -> error(ExitCode.CONTROL_TOPIC_UNFIT, what, failure);
      case NO_STATUS_TOPIC -> error(ExitCode.TOPIC_MISSING, what + "; check --status-topic", failure);
      case ARTIFACTS_UNKNOWN, KAFKA -> error(ExitCode.FAILED, what, failure);
    };
  }

  private static CliException error(final ExitCode exitCode, final String line, final FleetException failure) {
    return new CliException(exitCode, line, failure);
  }
}
