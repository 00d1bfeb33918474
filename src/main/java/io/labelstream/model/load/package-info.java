/** Reads and opens model files of any family: finds the families on the class path, and hands a file to the family that it names. */
@NullMarked
package io.labelstream.model.load;

import org.jspecify.annotations.NullMarked;
