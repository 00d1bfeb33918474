/**
 * The container of model files, whatever the family: {@link io.labelstream.model.file.Safetensors} has its layout, {@link io.labelstream.model.file.FileForm}
 * names the family of the tensors in it. Also writes new files in one piece.
 *
 * <p>Every size, count and offset in a file is checked against the bytes that are really there before it is used; a contradiction ends in a {@link
 * io.labelstream.model.ModelRefusedException} with a typed reason, never in a large allocation or a crash.
 */
@NullMarked
package io.labelstream.model.file;

import org.jspecify.annotations.NullMarked;
