/**
 * How a pipeline is seen from outside: health, metrics and model versions over HTTP.
 *
 * <p>{@link io.labelstream.observe.Observation} is all that a program needs. Everything here reads, at the moment of a request, what the pipeline counts
 * anyway; a stream thread does no work for it. Nothing that is read holds content of a text.
 */
@NullMarked
package io.labelstream.observe;

import org.jspecify.annotations.NullMarked;
