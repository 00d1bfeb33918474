package io.labelstream.train;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A form of file for the models of a family. */
public interface ModelForm {
  /** The suffix of the names of such files, in lower case. By default, that of safetensors. */
  default String suffix() {
    return ".safetensors";
  }

  /** The kind of models that {@code tune} writes in it. By default, any. */
  default Content content() {
    return Content.ANY;
  }

  /** The place of card and golden samples. By default, inside. */
  default Place metadata() {
    return Place.INSIDE;
  }

  /**
   * Writes a model.
   *
   * @param model a model of the family
   * @param metadata left out if the form has no place for them
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  long write(ModelArtifact model, Metadata metadata, WritableByteChannel channel) throws IOException;

  /** Models that a form is for. */
  enum Content {
    /** As they were trained. */
    TRAINED,
    /** Compressed. */
    COMPRESSED,
    /** Either. */
    ANY
  }

  /** The place of metadata. */
  enum Place {
    INSIDE,
    /** In files of their own. */
    BESIDE
  }
}
