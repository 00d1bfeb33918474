package io.labelstream.rollout.fleet;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * When a wait for the instances ends, if they are not ready before.
 *
 * @param limit how long it may take
 * @param cancellation opens what may end it early, before anything is announced
 */
public record WaitLimit(Duration limit, Supplier<? extends Cancellation> cancellation) {
  public WaitLimit {
    Objects.requireNonNull(limit);
    Objects.requireNonNull(cancellation);
  }
}
