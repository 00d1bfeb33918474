package io.labelstream.model;

/**
 * A kind of model: reads its files. The families on the class path are found by {@link java.util.ServiceLoader}; nothing else knows one by name.
 *
 * <p>A file of safetensors names its family in its metadata, as {@code labelstream.form}, and is given to that family. A file that is none of safetensors is
 * given to the first family that {@linkplain #recognises recognises} it.
 *
 * <p>Stateless and thread-safe, with a public constructor without parameters that does nothing.
 */
public interface ModelFamily {

  /** What announcements and files call the family: lower-case letters and digits, such as {@code fasttext}. Of two with the same name, the first on the class path counts. */
  String name();

  /**
   * Whether a file that is none of safetensors is one of this family's, by its first bytes alone. It need not be sound. Throws nothing, whatever the file holds,
   * be it shorter than what is looked for.
   */
  default boolean recognises(final ModelBytes file) {
    return false;
  }

  /**
   * Reads and checks a model: the only time that its file is parsed. Every size, count and offset is compared with the bytes that are there before anything is
   * allocated or addressed, so that a damaged file of any kind is refused, and nothing larger than a small multiple of the file is allocated.
   *
   * @param file one that names this family, or that it recognises. It belongs to the artefact from now on, and to the caller still if this method fails
   * @throws ModelRefusedException if the file is not a sound model
   */
  ModelArtifact read(ModelBytes file) throws ModelRefusedException;
}
