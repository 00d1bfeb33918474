/**
 * Model artefacts as bytes: reading, checking and describing the formats on disk.
 *
 * <p>Every size, count and offset in a file is checked against the bytes that are really there before it is used; what does not hold ends in
 * a {@link io.labelstream.model.ModelRefusedException} with a typed reason, never in a large allocation or a crash.
 */
@NullMarked
package io.labelstream.model.file;

import org.jspecify.annotations.NullMarked;
