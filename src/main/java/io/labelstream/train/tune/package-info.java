/**
 * Searches for settings to train and compress with, under a limit of time and one of bytes.
 */
@NullMarked
package io.labelstream.train.tune;

import org.jspecify.annotations.NullMarked;
