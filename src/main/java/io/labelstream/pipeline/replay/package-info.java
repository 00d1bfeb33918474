/**
 * Labels a range of the input topic once more and compares it with the labels that were emitted.
 */
@NullMarked
package io.labelstream.pipeline.replay;

import org.jspecify.annotations.NullMarked;
