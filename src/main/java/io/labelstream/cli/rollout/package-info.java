/**
 * The verbs of a rollout: announce, withdraw, roll back, status and history.
 */
@NullMarked
package io.labelstream.cli.rollout;

import org.jspecify.annotations.NullMarked;
