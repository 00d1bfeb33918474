package io.labelstream.model;

/**
 * A kind of model: reads its files. The families on the class path are found by {@link java.util.ServiceLoader}; nothing else knows one by name.
 *
 * <p>A file of safetensors names its family in its metadata, as {@code labelstream.form}, and is given to that family. Any other file is given to the first
 * family that {@linkplain #recognises recognises} it.
 *
 * <p>Stateless and thread-safe, with a public constructor without parameters that does nothing.
 */
public interface ModelFamily {

  /**
   * The name of the family in announcements and files: lower-case letters and digits, such as {@code fasttext}. Of two families with the same name, the first
   * on the class path counts.
   */
  String name();

  /**
   * Tells by the first bytes alone if a file that is not of safetensors is one of this family's. The file need not be sound. Never throws, whatever the file
   * holds and however short it is.
   */
  default boolean recognises(final ModelBytes file) {
    return false;
  }

  /**
   * Reads and checks a model. Its file is parsed only here. Every size, count and offset is compared with the bytes that are there before anything is allocated
   * or addressed, so that a damaged file of any kind is refused, and nothing larger than a small multiple of the file is allocated.
   *
   * @param file a file that names this family or is recognised by it; belongs to the artefact from now on, but still to the caller if this method fails
   * @throws ModelRefusedException if the file is not a sound model
   */
  ModelArtifact read(ModelBytes file) throws ModelRefusedException;
}
