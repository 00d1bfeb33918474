/**
 * Which model version labels a record, and the life of a version from its announcement to its release.
 *
 * <p>The control topic is a log of announcements, and of the findings of instances on them: proofs and vetoes.
 * {@link io.labelstream.rollout.control.ControlLog} reads it record by record and tells by the log alone which announcements are entries and which entries
 * count, so that every instance, and every restart, comes to the same result. The entries that count are a {@link io.labelstream.rollout.control.Timeline}, a
 * pure function from a record's event time to the versions that label it. {@link io.labelstream.rollout.control.Lead} says how the time from an announcement to
 * its effect is spent.
 *
 * <p>A planner, a pure function of what is known, decides what an instance does about it, and an engine does it: versions are fetched, verified, opened and
 * proved on threads of this package only; stream tasks see a {@link io.labelstream.rollout.Plan}, which is immutable, and hold the models they use.
 *
 * <p>Nothing here speaks to Kafka: that is {@code io.labelstream.rollout.kafka}.
 */
@NullMarked
package io.labelstream.rollout;

import org.jspecify.annotations.NullMarked;
