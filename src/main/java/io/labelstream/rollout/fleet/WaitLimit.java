package io.labelstream.rollout.fleet;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The end of a wait for instances that do not become ready.
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
