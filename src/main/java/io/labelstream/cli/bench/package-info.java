/**
 * The verbs that measure, and what they measure.
 */
@NullMarked
package io.labelstream.cli.bench;

import org.jspecify.annotations.NullMarked;
