package io.labelstream.rollout.kafka;

import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Artefacts that travel through Kafka itself, on one topic that the configuration names. An artefact is read exactly at the offsets that its index names, and
 * the index at the offset that its location names, each checked by its digest: no record that is written to the topic afterwards changes it.
 */
public final class KafkaArtifacts implements ArtifactSource {
  private final ClientSettings settings;
  private final String topic;
  private final AtomicLong fetches = new AtomicLong();

  /**
   * Artefacts of {@code topic}.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   */
  public KafkaArtifacts(final Map<String, Object> properties, final String topic) {
    this.settings = new ClientSettings(properties);
    this.topic = Objects.requireNonNull(topic);
  }

  @Override
  public void fetch(final ArtifactReference reference, final FileChannel target, final long deadline)
      throws ArtifactException, IOException, InterruptedException {
    final ArtifactLocation location = ArtifactLocation.parse(reference.location()).orElseThrow(() -> rejected(
        RejectionCode.LOCATION_FORBIDDEN, "location " + reference.location() + " is not of the form " + ArtifactLocation.FORM));
    if (!location.topic().equals(topic)) {
      throw rejected(RejectionCode.LOCATION_FORBIDDEN, location + " is on topic " + location.topic() + ", expected the artefact topic " + topic);
    }
    try (ArtifactFetch fetch = new ArtifactFetch(settings, "artifacts-" + fetches.incrementAndGet(), reference, location, deadline)) {
      final long[] position = {0};
      fetch.run(chunk -> {
        final ByteBuffer bytes = ByteBuffer.wrap(chunk);
        while (bytes.hasRemaining()) {
          position[0] += target.write(bytes, position[0]);
        }
      });
    }
  }

  private static ArtifactException rejected(final RejectionCode code, final String detail) {
    return new ArtifactException(new Rejection(code, detail));
  }
}
