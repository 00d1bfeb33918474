/** Golden samples: texts with the labels and scores that a model must keep giving. */
@NullMarked
package io.labelstream.golden;

import org.jspecify.annotations.NullMarked;
