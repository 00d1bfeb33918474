package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.util.List;

/** The outcome of a rollout, or of a rollback. */
public sealed interface RolloutOutcome {
  /** It is announced, and nobody was waited for. */
  record Written(List<Announced> announced) implements RolloutOutcome {
    public Written {
      announced = List.copyOf(announced);
    }
  }

  /** It was to be staged only, and every instance is ready. */
  record Staged(Announced announced) implements RolloutOutcome {}

  /** Every instance is ready, and the announcement counts from its effective time on. */
  record Effective(Entry entry) implements RolloutOutcome {}

  /** The version was withdrawn again. */
  record Withdrawn(Obstacle obstacle) implements RolloutOutcome {}

  /**
   * It was given up, and nothing was withdrawn, since that would have ended the traffic that the version had before.
   *
   * @param before the earlier announcement of the version, which still counts
   */
  record GivenUp(Obstacle obstacle, Announcement before) implements RolloutOutcome {}

  /**
   * Somebody else has withdrawn the version before any instance had proved the announcement.
   *
   * @param offset the control offset of the withdrawal
   */
  record Overruled(long offset) implements RolloutOutcome {}
}
