/**
 * Training by gradients: PyTorch, used through Deep Java Library, which is optional, and Adam for arrays of it and for rows on the heap. Nothing that serves
 * needs this package.
 */
@NullMarked
package io.labelstream.train.autograd;

import org.jspecify.annotations.NullMarked;
