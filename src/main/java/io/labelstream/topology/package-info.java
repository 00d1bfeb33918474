/**
 * The Kafka Streams topology: source, classify, sink; dead letters; lineage; configuration; start and stop.
 *
 * <p>Usable as a library: {@code ClassifyProcessor.supplier(...)} goes into somebody's own topology in one line.
 */
@NullMarked
package io.labelstream.topology;

import org.jspecify.annotations.NullMarked;
