/**
 * Measurements on this machine: how fast a model classifies, and what a swap of models costs under load.
 */
@NullMarked
package io.labelstream.bench;

import org.jspecify.annotations.NullMarked;
