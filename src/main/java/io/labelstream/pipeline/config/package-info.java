/**
 * The configuration of a pipeline: its keys with their documentation, where settings come from, and their checks.
 */
@NullMarked
package io.labelstream.pipeline.config;

import org.jspecify.annotations.NullMarked;
