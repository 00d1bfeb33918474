/**
 * Text of unknown origin, made harmless for whoever looks at it: records, announcements, files and labels may hold characters that move a terminal's cursor,
 * forge a line of a log or reverse the direction of reading. {@link io.labelstream.display.VisibleText} is the one place that knows which these are.
 */
@NullMarked
package io.labelstream.display;

import org.jspecify.annotations.NullMarked;
