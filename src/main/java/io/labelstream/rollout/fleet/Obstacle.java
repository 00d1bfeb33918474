package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.util.Map;

/** A reason why a version is not rolled out. */
public sealed interface Obstacle {
  /** An instance does not take the version, or its announcement. */
  record Rejected(String instance, String code, String detail) implements Obstacle {}

  /** No instance with the slot lives any more. */
  record Deserted() implements Obstacle {}

  /**
   * The time limit has passed.
   *
   * @param waiting the instances that are not ready
   */
  record TimeOver(Duration limit, Map<String, Readiness> waiting) implements Obstacle {}

  /** It was cancelled before all instances were ready. */
  record Cancelled() implements Obstacle {}

  /** The announcement that was to follow is refused by every instance, or would be; the exception says why. */
  record Refused(FleetException refusal) implements Obstacle {}

  /** An instance has objected to the announcement. */
  record Vetoed(String instance, Verdict.Veto veto) implements Obstacle {}

  /** No instance has proved the announcement in time. */
  record Unproved(long offset) implements Obstacle {}
}
