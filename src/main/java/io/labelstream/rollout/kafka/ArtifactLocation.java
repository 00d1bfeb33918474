package io.labelstream.rollout.kafka;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an artefact's index, as references have it: {@code kafka:TOPIC/PARTITION/OFFSET/SHA256}.
 *
 * @param sha256 the digest of the index, 64 lower-case hexadecimal digits
 */
record ArtifactLocation(String topic, int partition, long offset, String sha256) {
  static final String FORM = "kafka:TOPIC/PARTITION/OFFSET/SHA256";

  private static final String SCHEME = "kafka:";
  private static final Pattern LOCATION = Pattern.compile(SCHEME + "([A-Za-z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})/([0-9a-f]{64})");

  /** The place in this text; empty if it is not one. */
  static Optional<ArtifactLocation> parse(final String text) {
    final Matcher parts = LOCATION.matcher(text);
    return parts.matches()
        ? Optional.of(new ArtifactLocation(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)), parts.group(4)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return SCHEME + topic + "/" + partition + "/" + offset + "/" + sha256;
  }
}
