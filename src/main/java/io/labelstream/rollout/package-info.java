/**
 * Which model version labels a record, and the life of a version from its announcement to its release.
 *
 * <p>The control topic is a log of announcements. {@link io.labelstream.rollout.ControlLog} reads it record by record and accepts or rejects
 * each by the log alone, so that every instance, and every restart, comes to the same result. What it accepts are the entries of a
 * {@link io.labelstream.rollout.Timeline}, a pure function from a record's event time to the versions that count for it. Versions are
 * fetched, verified, opened and proved on threads of this package only; stream tasks see a {@link io.labelstream.rollout.Plan}, which is
 * immutable, and hold the models they use.
 *
 * <p>Nothing here speaks to Kafka: that is {@code io.labelstream.rollout.kafka}.
 */
@NullMarked
package io.labelstream.rollout;

import org.jspecify.annotations.NullMarked;
