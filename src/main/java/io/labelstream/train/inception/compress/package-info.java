/** Makes networks smaller: fewer bits for the rows of labels, and fewer words. */
@NullMarked
package io.labelstream.train.inception.compress;

import org.jspecify.annotations.NullMarked;
