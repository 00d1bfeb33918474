/** The part of {@code io.labelstream.topology} that is not for users of the library. Both packages are one room, and know each other. */
@NullMarked
package io.labelstream.topology.internal;

import org.jspecify.annotations.NullMarked;
