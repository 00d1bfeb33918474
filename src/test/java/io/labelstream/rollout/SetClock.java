package io.labelstream.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is set. */
final class SetClock implements InstantSource {
  private final AtomicReference<Instant> now;

  SetClock(final long epochMillis) {
    this.now = new AtomicReference<>(Instant.ofEpochMilli(epochMillis));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  void advance(final Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }
}
