/**
 * The whole fleet, for whoever leads it: a console, a tool, a program of one's own.
 *
 * <p>A {@link io.labelstream.rollout.fleet.FleetReader} tells how the instances are, as a {@link io.labelstream.rollout.fleet.FleetReport}; a
 * {@link io.labelstream.rollout.fleet.HistoryReader} what was announced for a slot. In a {@link io.labelstream.rollout.fleet.ControlSession} versions are
 * announced ({@link io.labelstream.rollout.fleet.FileAnnouncement}), withdrawn ({@link io.labelstream.rollout.fleet.Withdrawal}) and rolled back
 * ({@link io.labelstream.rollout.fleet.Rollback}), at once or as a {@link io.labelstream.rollout.fleet.StagedRollout}. An
 * {@link io.labelstream.rollout.fleet.ArtifactCleanup} deletes uploads that nobody needs.
 *
 * <p>A {@link io.labelstream.rollout.fleet.FleetListener} is told of each step as a value, and puts it into words. Whatever cannot be done is a
 * {@link io.labelstream.rollout.fleet.FleetException}.
 */
@NullMarked
package io.labelstream.rollout.fleet;

import org.jspecify.annotations.NullMarked;
