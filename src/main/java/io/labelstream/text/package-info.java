/**
 * Turns UTF-8 bytes into features: tokens, word hashes and n-gram hashes, computed on bytes without making a {@code String}.
 *
 * <p>Knows nothing of models or Kafka. Everything here is static or owned by one thread and allocates nothing per text.
 */
@NullMarked
package io.labelstream.text;

import org.jspecify.annotations.NullMarked;
