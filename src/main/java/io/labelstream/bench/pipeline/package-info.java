/**
 * Measurements of a whole pipeline: a broker, the pipeline and a bare Kafka Streams application to compare it with, each in a process of its own.
 */
@NullMarked
package io.labelstream.bench.pipeline;

import org.jspecify.annotations.NullMarked;
