/** Makes an index of documents for search by meaning: encodes them, and builds the graph over those of a large one with Lucene. */
@NullMarked
package io.labelstream.train.encoder.index;

import org.jspecify.annotations.NullMarked;
