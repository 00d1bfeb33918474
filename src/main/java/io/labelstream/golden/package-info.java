/**
 * Golden samples: texts with the labels and scores that a model must go on to give.
 */
@NullMarked
package io.labelstream.golden;

import org.jspecify.annotations.NullMarked;
