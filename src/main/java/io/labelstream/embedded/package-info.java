/**
 * A Kafka broker and a schema registry inside this JVM, for the demo, for local work and for tests. Not for production.
 */
@NullMarked
package io.labelstream.embedded;

import org.jspecify.annotations.NullMarked;
