/** Programs that run only during the build and are in no jar. */
@NullMarked
package io.labelstream.build;

import org.jspecify.annotations.NullMarked;
