package io.labelstream.model;

import java.util.Objects;

/**
 * A model version as it is named in labels, in status and by people. The digest identifies the bytes; within a slot, a name and version stand for one digest.
 *
 * @param name the model's name
 * @param version the model's version
 * @param sha256 the digest of the model file, 64 lower-case hexadecimal digits
 */
public record VersionId(String name, String version, String sha256) {
  public VersionId {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(sha256);
  }
}
