/**
 * The demo: broker, publisher, pipeline and a rollout in one process.
 */
@NullMarked
package io.labelstream.cli.demo;

import org.jspecify.annotations.NullMarked;
