package io.labelstream.rollout.control;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Bytes that an announcement names: the location tells where to look for them, size and digest decide whether they are the right ones.
 *
 * @param location a {@code file:} or {@code https:} URI, or {@code kafka:TOPIC/PARTITION/OFFSET/SHA256} of the index of its chunks
 * @param bytes the size, at least 1
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ArtifactReference(String location, long bytes, String sha256) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_LOCATION = 4096;

  public ArtifactReference {
    Objects.requireNonNull(location);
    Objects.requireNonNull(sha256);
    if (location.isBlank() || location.length() > LONGEST_LOCATION) {
      throw new IllegalArgumentException("the location has " + location.length() + " characters, expected 1 to " + LONGEST_LOCATION);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("the artefact's size is " + bytes + ", expected at least 1");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("the artefact's digest has " + sha256.length() + " characters, expected 64 lower-case hexadecimal digits");
    }
  }
}
