package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.ArtifactReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactChunksTest {
  private static final String DIGEST = "ab".repeat(32);

  @Property
  void shouldCoverAnArtefactWithoutGapOrOverlap(@ForAll @LongRange(min = 1, max = 1L << 45) final long bytes) {
    // When
    final long chunks = ArtifactChunks.count(bytes);

    // Then
    final long beforeLast = (chunks - 1) * ArtifactChunks.CHUNK_BYTES;
    assertThat(beforeLast + ArtifactChunks.size(bytes, chunks - 1)).isEqualTo(bytes);
    assertThat(ArtifactChunks.size(bytes, chunks - 1)).isBetween(1, ArtifactChunks.CHUNK_BYTES);
  }

  @Property
  void shouldFindTheChunkOfItsKey(@ForAll @LongRange(min = 0, max = ArtifactChunks.MOST_CHUNKS - 1) final long chunk) {
    // Given
    final ArtifactReference reference = reference(ArtifactChunks.MOST_CHUNKS * ArtifactChunks.CHUNK_BYTES);

    // When
    final byte[] key = ArtifactChunks.key(DIGEST, chunk);

    // Then
    assertThat(key).hasSize(64 + 1 + 8);
    assertThat(ArtifactChunks.chunk(reference, key)).isEqualTo(chunk);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "@/", "@/0000000", "@/000000001", "@-00000000", "@/0000000x", "@/-0000001", "@/00000002", "ab/00000000"})
  void shouldTakeNoOtherKeyForAChunk(final String key) {
    // Given
    final ArtifactReference twoChunks = reference(ArtifactChunks.CHUNK_BYTES + 1);

    // When
    final long chunk = ArtifactChunks.chunk(twoChunks, key.replace("@", DIGEST).getBytes(StandardCharsets.US_ASCII));

    // Then
    assertThat(chunk).isEqualTo(-1);
  }

  @Test
  void shouldReadBackTheLocationThatItWrites() {
    // Given
    final ArtifactChunks.Location location = new ArtifactChunks.Location("model-artifacts", 0, 123_456_789_012L);

    // When
    final Optional<ArtifactChunks.Location> parsed = ArtifactChunks.Location.parse(location.toString());

    // Then
    assertThat(location).hasToString("kafka:model-artifacts/0/123456789012");
    assertThat(parsed).contains(location);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kafka:", "kafka:t/0", "kafka:t/0/-1", "kafka:t/-1/0", "kafka:t/0/1/2", "kafka:t u/0/1", "file:///t/0/1",
      "kafka:t/0/9999999999999999999", "kafka:t/9999999999/0", "kafka:t/0/1\n"})
  void shouldRefuseWhatIsNoLocation(final String text) {
    // When
    final Optional<ArtifactChunks.Location> parsed = ArtifactChunks.Location.parse(text);

    // Then
    assertThat(parsed).isEmpty();
  }

  private static ArtifactReference reference(final long bytes) {
    return new ArtifactReference("kafka:t/0/0", bytes, DIGEST);
  }
}
