/**
 * The command line: its root, and the list of verbs. Each verb is one class, in the package of its journey.
 */
@NullMarked
package io.labelstream.cli;

import org.jspecify.annotations.NullMarked;
