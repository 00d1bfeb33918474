/** Files of label trees: {@link io.labelstream.model.labeltree.file.LabelTreeFile} has their layout. */
@NullMarked
package io.labelstream.model.labeltree.file;

import org.jspecify.annotations.NullMarked;
