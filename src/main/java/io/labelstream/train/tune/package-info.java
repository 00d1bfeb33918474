/** Searches for settings to train and compress with, within a time and a size limit. */
@NullMarked
package io.labelstream.train.tune;

import org.jspecify.annotations.NullMarked;
