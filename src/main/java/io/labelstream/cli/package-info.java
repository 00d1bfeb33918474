/**
 * The command line: one verb a class.
 */
@NullMarked
package io.labelstream.cli;

import org.jspecify.annotations.NullMarked;
