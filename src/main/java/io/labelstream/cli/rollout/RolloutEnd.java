package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.fleet.Obstacle;
import io.labelstream.rollout.fleet.RolloutOutcome;

/** The end of a rollout, as an exit status and a line. */
final class RolloutEnd {
  private static final String MORE_TIME = "; --wait-timeout gives more";

  private RolloutEnd() {}

  /** @throws CliException if the version is not rolled out */
  static void requireRolledOut(final RolloutOutcome outcome) {
    switch (outcome) {
      case RolloutOutcome.Written _, RolloutOutcome.Staged _, RolloutOutcome.Effective _ -> { }
      case RolloutOutcome.Withdrawn(final Obstacle obstacle) -> throw failed("withdrawn: " + FleetWords.obstacle(obstacle)
          + (obstacle instanceof Obstacle.TimeOver || obstacle instanceof Obstacle.Unproved ? MORE_TIME : ""));
      case RolloutOutcome.GivenUp(final Obstacle obstacle, final Announcement before) -> throw failed("given up: " + FleetWords.obstacle(obstacle)
          + switch (obstacle) {
            case Obstacle.TimeOver _ -> MORE_TIME;
            case Obstacle.Unproved _ -> ", and it counts once one does";
            default -> "";
          } + ". Nothing was withdrawn, since " + FleetWords.version(before) + " was " + FleetWords.traffic(before.traffic()) + " before, and stays so");
      case RolloutOutcome.Overruled(final long offset) -> throw failed("withdrawn: the control record at offset " + offset
          + " has withdrawn the version before any instance had proved the announcement");
    }
  }

  private static CliException failed(final String line) {
    return new CliException(ExitCode.ROLLOUT_WITHDRAWN, line);
  }
}
