/**
 * The outside view of a pipeline: health, metrics and model versions over HTTP.
 *
 * <p>{@link io.labelstream.observe.Observation} is all that a program needs. Everything here reads, at the moment of a request, numbers that the pipeline
 * keeps anyway; a stream thread does no work for it. None of it holds content of a text.
 */
@NullMarked
package io.labelstream.observe;

import org.jspecify.annotations.NullMarked;
