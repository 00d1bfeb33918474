/**
 * Tools for every verb: options, input and output, exit codes, connections to Kafka.
 */
@NullMarked
package io.labelstream.cli.verb;

import org.jspecify.annotations.NullMarked;
