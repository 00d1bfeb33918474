package io.labelstream.train.encoder.distil;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.source.EncoderSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads large encoders. */
final class Teachers {
  private Teachers() {}

  /**
   * Reads an encoder: an own file, or those of another program.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if it is no encoder that can be opened here
   */
  static EncoderModel read(final Path source) throws IOException, TrainingDataException {
    try {
      if (EncoderSource.isOne(source)) {
        return EncoderSource.read(source, Optional.empty()).model();
      }
      try (ModelArtifact artifact = ModelLoader.read(source)) {
        if (artifact instanceof final EncoderArtifact encoder) {
          return encoder.model().with(new EncoderHead.None());
        }
        throw new TrainingDataException("the teacher '" + source + "' is of the family " + artifact.description().family() + ", expected an encoder");
      }
    } catch (final ModelRefusedException refused) {
      throw new TrainingDataException("the teacher '" + source + "' is refused: " + refused.getMessage(), refused);
    }
  }
}
