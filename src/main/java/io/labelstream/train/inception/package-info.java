/** Training of networks of the family {@code inception}. */
@NullMarked
package io.labelstream.train.inception;

import org.jspecify.annotations.NullMarked;
