package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Reach;
import java.time.Duration;
import java.time.Instant;

/** An effective time as it is asked for, which may depend on when the announcement is made. */
public sealed interface EffectiveTime {

  /** As soon as the lead allows; for a retroactive announcement, from this moment on. */
  record Now() implements EffectiveTime {}

  /** For records of any age. */
  record Beginning() implements EffectiveTime {}

  /** From a moment on. */
  record Moment(Instant instant) implements EffectiveTime {}

  /** This long after the announcement; before it where negative. */
  record After(Duration duration) implements EffectiveTime {}

  /** The time to announce at {@code now}. */
  default EffectiveFrom resolve(final Instant now, final Reach reach) {
    return switch (this) {
      case Now _ -> reach == Reach.RETROACTIVE ? new EffectiveFrom.At(now.toEpochMilli()) : new EffectiveFrom.AfterLead();
      case Beginning _ -> new EffectiveFrom.Beginning();
      case Moment(final Instant instant) -> new EffectiveFrom.At(instant.toEpochMilli());
      case After(final Duration duration) -> new EffectiveFrom.At(now.plus(duration).toEpochMilli());
    };
  }
}
