/** Reports as JSON, which may be looked at on a terminal. */
@NullMarked
package io.labelstream.display.json;

import org.jspecify.annotations.NullMarked;
