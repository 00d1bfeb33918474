/**
 * The application around the topology: {@link io.labelstream.pipeline.Pipeline} starts it from a configuration, watches its topics and peers, and stops it.
 *
 * <p>Trouble with the set-up is a {@link io.labelstream.topology.StartupFailure}: the pipeline does not start, or stops.
 */
@NullMarked
package io.labelstream.pipeline;

import io.labelstream.topology.StartupFailure;
import org.jspecify.annotations.NullMarked;
