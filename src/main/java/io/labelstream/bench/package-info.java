/**
 * Measurements on this machine: how fast a model classifies, and the cost of a swap of models under load. Those of whole pipelines are in {@code pipeline}.
 */
@NullMarked
package io.labelstream.bench;

import org.jspecify.annotations.NullMarked;
