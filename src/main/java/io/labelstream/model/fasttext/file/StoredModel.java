package io.labelstream.model.fasttext.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.ForeignForm;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Metadata;
import io.labelstream.model.file.Safetensors;
import java.lang.foreign.MemorySegment;

/**
 * A classifier from a file of any form that is known here: fastText's own ({@code .bin}, {@code .ftz}), see {@link FastTextFile}, or safetensors, see
 * {@link CompactFile}. The first bytes tell which.
 *
 * @param model the classifier; its segments are views of the file where they can be
 * @param metadata what the file says about itself; nothing in fastText's own form
 * @param description what the file is
 */
public record StoredModel(FastTextFile model, Metadata metadata, ModelDescription description) {

  /**
   * What a file says about itself, without a look at the model.
   *
   * @param file all bytes of the file
   * @throws ModelRefusedException if the file is of safetensors, and not a sound one or of no form that is known here
   */
  public static Metadata metadata(final MemorySegment file) throws ModelRefusedException {
    return CompactFile.isOne(file) ? CompactFileReader.metadata(Safetensors.parse(file)) : Metadata.none();
  }

  /**
   * Parses a whole file.
   *
   * @param file all bytes of the file; the result is valid as long as this segment is
   * @throws ModelRefusedException if the file is not a sound classifier of a known form
   */
  public static StoredModel parse(final MemorySegment file) throws ModelRefusedException {
    if (CompactFile.isOne(file)) {
      final CompactFile compact = CompactFile.parse(file);
      return new StoredModel(compact.model(), compact.metadata(), compact.description(file.byteSize()));
    }
    if (file.byteSize() < Integer.BYTES || file.get(LittleEndian.INT32, 0) != FastTextFile.MAGIC) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, ForeignForm.of(file).map(ForeignForm::inWords).orElseGet(
          () -> "the file does not start like a model of a known format (fastText .bin or .ftz, or safetensors); it has " + file.byteSize() + " bytes"));
    }
    final FastTextFile model = FastTextFile.parse(file);
    return new StoredModel(model, Metadata.none(), model.description(file.byteSize()));
  }
}
