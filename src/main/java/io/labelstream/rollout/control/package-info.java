/**
 * The control topic as a log: announcements and verdicts, trust, and which announcements are entries of a slot's timeline. Pure: the same records in
 * the same order give the same {@link io.labelstream.rollout.control.Timeline} on every instance. {@link io.labelstream.rollout.control.Lead} says how the time
 * between an announcement and its effect is spent.
 */
@NullMarked
package io.labelstream.rollout.control;

import org.jspecify.annotations.NullMarked;
