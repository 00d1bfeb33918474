/**
 * Runs during the build only and is in no jar.
 */
@NullMarked
package io.labelstream.build;

import org.jspecify.annotations.NullMarked;
