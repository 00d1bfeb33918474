/**
 * Model artefacts as bytes: reading, writing, checking and describing the formats on disk. {@link io.labelstream.model.fasttext.file.FastTextFile} has the
 * layout of fastText's own files, {@link io.labelstream.model.file.Safetensors} that of the container of all others, and
 * {@link io.labelstream.model.fasttext.file.CompactFile} the tensors and metadata of a fastText classifier in it;
 * {@link io.labelstream.model.fasttext.file.StoredModel} reads either.
 *
 * <p>Every size, count and offset in a file is checked against the bytes that are really there before it is used; what does not hold ends in a
 * {@link io.labelstream.model.ModelRefusedException} with a typed reason, never in a large allocation or a crash.
 */
@NullMarked
package io.labelstream.model.file;

import org.jspecify.annotations.NullMarked;
