/** The part of {@code io.labelstream.wire} that is not for users of the library. Both packages are one room, and know each other. */
@NullMarked
package io.labelstream.wire.internal;

import org.jspecify.annotations.NullMarked;
