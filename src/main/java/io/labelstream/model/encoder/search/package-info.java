/** Search for the documents whose vectors are nearest to that of a text: rows of bytes, all of which are compared, or those that a graph leads to. */
@NullMarked
package io.labelstream.model.encoder.search;

import org.jspecify.annotations.NullMarked;
