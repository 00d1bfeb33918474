/** Labelled texts from Kafka topics. */
@NullMarked
package io.labelstream.train.kafka;

import org.jspecify.annotations.NullMarked;
