/**
 * Brings the bytes that an announcement names to this machine, from files and from web servers, into private staging files.
 */
@NullMarked
package io.labelstream.rollout.artifact;

import org.jspecify.annotations.NullMarked;
