/**
 * The files of the fastText family: fastText's own form ({@link io.labelstream.model.fasttext.file.FastTextFile}), and the compact one in a safetensors
 * container ({@link io.labelstream.model.fasttext.file.CompactFile}) with its coders.
 */
@NullMarked
package io.labelstream.model.fasttext.file;

import org.jspecify.annotations.NullMarked;
