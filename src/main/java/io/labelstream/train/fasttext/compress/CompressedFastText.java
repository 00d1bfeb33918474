package io.labelstream.train.fasttext.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.fasttext.FastTextForm;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * A compressed fastText model.
 *
 * @param model its sections are in the arena
 * @param form the form of file that it was made for
 * @param limit the requested limit
 * @param bytes the size of its file without metadata
 * @param stages the model after each step
 * @param arena the memory of the model, freed with it
 */
public record CompressedFastText(
    FastTextFile model, FastTextForm form, CompressionLimit limit, long bytes, List<CompressionStage> stages, Arena arena) implements CompressedModel {
  public CompressedFastText {
    stages = List.copyOf(stages);
  }

  @Override
  public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException, CompressionException {
    if (limit instanceof CompressionLimit.Bytes(final long most)) {
      final long needed = form.bytes(model, metadata);
      if (needed > most) {
        throw new CompressionException("the file would have " + needed + " bytes, " + (needed - bytes) + " of them metadata; the limit is " + most
            + ": raise it, or write fewer");
      }
    }
    return form.write(model, metadata, channel);
  }

  @Override
  public void close() {
    arena.close();
  }
}
