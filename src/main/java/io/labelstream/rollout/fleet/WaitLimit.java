package io.labelstream.rollout.fleet;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The limit of a wait for instances to become ready.
 *
 * @param limit the longest wait
 * @param cancellation opens the means to end it early, before anything is announced
 */
public record WaitLimit(Duration limit, Supplier<? extends Cancellation> cancellation) {
  public WaitLimit {
    Objects.requireNonNull(limit);
    Objects.requireNonNull(cancellation);
  }
}
