/** Training of networks, for the verbs of the command line. */
@NullMarked
package io.labelstream.train.inception.family;

import org.jspecify.annotations.NullMarked;
