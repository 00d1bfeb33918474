/**
 * Finds services fast.
 */
@NullMarked
package io.labelstream.model.load.internal;

import org.jspecify.annotations.NullMarked;
