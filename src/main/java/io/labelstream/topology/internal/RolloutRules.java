package io.labelstream.topology.internal;

import io.labelstream.rollout.control.Lead;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The behaviour of tasks while the model version of a record is not known.
 *
 * @param uncertain whether they wait or proceed
 * @param lead the least time from an announcement to its effective time; a record more than half of it ahead of the clock is not waited for
 * @param patience the longest that the records of one stream thread wait together between two commits, before a task fails and takes its records again
 * @param clock the time of this instance
 */
public record RolloutRules(UncertainPolicy uncertain, Lead lead, Duration patience, InstantSource clock) {
  /**
   * Long enough for a short delay; short enough for the transaction that is open meanwhile, which Kafka Streams gives ten seconds. A longer
   * {@code transaction.timeout.ms} instead would keep readers, and whoever takes over, waiting as long for the transaction of an instance that died.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Lead DEFAULT_LEAD = Lead.of(Duration.ofSeconds(30));

  public RolloutRules {
    Objects.requireNonNull(uncertain);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(lead);
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience=" + patience + " must not be negative");
    }
  }

  /** Waiting, with a lead of 30 s; for models that never change this makes no difference. */
  public static RolloutRules defaults() {
    return of(UncertainPolicy.WAIT, DEFAULT_LEAD);
  }

  /** These rules by the system's clock. */
  public static RolloutRules of(final UncertainPolicy uncertain, final Lead lead) {
    return new RolloutRules(uncertain, lead, PATIENCE, InstantSource.system());
  }
}
