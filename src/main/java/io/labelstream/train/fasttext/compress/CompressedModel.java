package io.labelstream.train.fasttext.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.ModelForm;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * A compressed model, in memory.
 *
 * @param model its sections are in the arena that was given to {@link Compressor}
 * @param form the form of file it was made for
 * @param limit what was asked for
 * @param bytes the size of its file without metadata
 * @param stages what became of the model step by step; without accuracies where there were no texts
 */
public record CompressedModel(FastTextFile model, ModelForm form, CompressionLimit limit, long bytes, List<CompressionStage> stages) {
  public CompressedModel {
    stages = List.copyOf(stages);
  }

  /**
   * Writes the file.
   *
   * @return how many bytes were written
   * @throws CompressionException if the file would be larger than its limit; nothing is written then. That can be metadata only, where more are given than
   *     were reserved for
   * @throws IOException if the channel cannot be written
   */
  public long write(final Metadata metadata, final WritableByteChannel channel) throws IOException, CompressionException {
    if (limit instanceof CompressionLimit.Bytes most) {
      final long needed = form.bytes(model, metadata);
      if (needed > most.most()) {
        throw new CompressionException(
            "the file would have " + needed + " bytes, " + (needed - bytes) + " of them metadata; the limit is " + most.most() + " with " + most.reserved()
                + " reserved for metadata: reserve more, or write fewer");
      }
    }
    return form.write(model, metadata, channel);
  }
}
