package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.wire.UndecodableValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The readers of this package that take bytes of others, for tests outside it. */
public final class KafkaReaders {
  private static final String DIGEST = "ab".repeat(32);
  private static final long BYTES = 700_000;

  private KafkaReaders() {}

  /** Values of the status topic. */
  public static List<byte[]> statuses() {
    final VersionState version = new VersionState("one", "app", "language", "lid", "v1", DIGEST, 7, OptionalLong.of(3), "active", "", "", 4096,
        List.of(new VersionState.Step("fetched", Duration.ofMillis(20)), new VersionState.Step("mapped", Duration.ofMillis(2))), Instant.EPOCH);
    final InstanceState instance = new InstanceState("one", "app", List.of("language", "topic"), "running", 12, InstanceState.Currency.CAUGHT_UP,
        Duration.ofSeconds(30), Duration.ofSeconds(5), 4096, Instant.EPOCH, Instant.EPOCH, "token", new SharedConfig(Map.of("lead", "30000 ms")),
        List.of("two"));
    return List.of(StatusCodec.encode(version), StatusCodec.encode(instance));
  }

  /** Reads a value of the status topic, and tells if it was readable. */
  public static boolean isStatus(final byte[] value) {
    return !(StatusCodec.decode(value, 0) instanceof StatusCodec.Decoded.Unreadable);
  }

  /** The value of an index of an artefact. */
  public static byte[] index() {
    return new ArtifactIndex(
        DIGEST, BYTES, List.of(new ArtifactIndex.Chunk(17, 524_288, DIGEST), new ArtifactIndex.Chunk(18, 175_712, DIGEST))).encode();
  }

  /** Reads an index; the objection to it, if there is one. */
  public static Optional<String> objection(final byte[] value) throws UndecodableValueException {
    return ArtifactIndex.decode(value).objection(new ArtifactReference("kafka:", BYTES, DIGEST), 1L << 40);
  }

  /** Reads the location of an index, and writes it again. */
  public static Optional<String> location(final String text) {
    return ArtifactLocation.parse(text).map(ArtifactLocation::toString);
  }
}
