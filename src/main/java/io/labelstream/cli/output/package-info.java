/**
 * The look of reports on a terminal: tables, colours, amounts, times.
 */
@NullMarked
package io.labelstream.cli.output;

import org.jspecify.annotations.NullMarked;
