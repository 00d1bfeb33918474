package io.labelstream.train;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A form of file that the models of a family can be written in. */
public interface ModelForm {
  /** The end of the names of such files, in lower case, such as {@code .safetensors}. */
  String suffix();

  /** What {@code tune} writes in it. */
  Content content();

  /** Where card and golden samples are. */
  Place metadata();

  /**
   * Writes a model.
   *
   * @param model a model of the family
   * @param metadata left out where the form has no place for them
   * @return how many bytes were written
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

  /** Where metadata are. */
  enum Place {
    INSIDE,
    /** In files of their own. */
    BESIDE
  }
}
