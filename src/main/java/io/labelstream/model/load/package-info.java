/**
 * Opens a model artefact of any family: looks at the first bytes, and hands the file to the family that they name.
 */
@NullMarked
package io.labelstream.model.load;

import org.jspecify.annotations.NullMarked;
