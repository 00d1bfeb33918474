/**
 * The whole fleet, for programs that lead it: a console, a tool, a program of your own.
 *
 * <p>A {@link io.labelstream.rollout.fleet.FleetReader} reports the state of the instances as a {@link io.labelstream.rollout.fleet.FleetReport}; a
 * {@link io.labelstream.rollout.fleet.HistoryReader} reads what was announced for a slot. In a {@link io.labelstream.rollout.fleet.ControlSession} versions are
 * announced ({@link io.labelstream.rollout.fleet.FileAnnouncement}), withdrawn ({@link io.labelstream.rollout.fleet.Withdrawal}) and rolled back
 * ({@link io.labelstream.rollout.fleet.Rollback}), at once or as a {@link io.labelstream.rollout.fleet.StagedRollout}. An
 * {@link io.labelstream.rollout.fleet.ArtifactCleanup} deletes uploads that nobody needs.
 *
 * <p>A {@link io.labelstream.rollout.fleet.FleetListener} is told each step as a value, and puts it into words. An action that fails ends in a
 * {@link io.labelstream.rollout.fleet.FleetException}.
 */
@NullMarked
package io.labelstream.rollout.fleet;

import org.jspecify.annotations.NullMarked;
