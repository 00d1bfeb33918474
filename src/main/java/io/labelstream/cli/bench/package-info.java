/**
 * The verbs that measure, and their reports.
 */
@NullMarked
package io.labelstream.cli.bench;

import org.jspecify.annotations.NullMarked;
