package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.ArtifactReference;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactIndexTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final String CHUNK_DIGEST = "cd".repeat(32);

  @Property
  void shouldCoverAnArtefactWithoutGapOrOverlap(@ForAll @LongRange(min = 1, max = 1L << 45) final long bytes) {
    // When
    final long chunks = ArtifactIndex.count(bytes);

    // Then
    final long beforeLast = (chunks - 1) * ArtifactIndex.CHUNK_BYTES;
    assertThat(beforeLast + ArtifactIndex.size(bytes, chunks - 1)).isEqualTo(bytes);
    assertThat(ArtifactIndex.size(bytes, chunks - 1)).isBetween(1, ArtifactIndex.CHUNK_BYTES);
  }

  @Test
  void shouldReadBackWhatItWrites() throws Exception {
    // Given
    final ArtifactIndex index = new ArtifactIndex(DIGEST, 700_000,
        List.of(new ArtifactIndex.Chunk(17, 524_288, CHUNK_DIGEST), new ArtifactIndex.Chunk(1L << 40, 175_712, DIGEST)));

    // When
    final ArtifactIndex read = ArtifactIndex.decode(index.encode());

    // Then
    assertThat(read).isEqualTo(index);
    assertThat(read.objection(new ArtifactReference("kafka:", 700_000, DIGEST), (1L << 40) + 1)).isEmpty();
  }

  @Test
  void shouldFitIntoARecordWithAsManyChunksAsThereMayBe() {
    // Given
    final ArtifactIndex largest = new ArtifactIndex(DIGEST, Long.MAX_VALUE,
        Collections.nCopies(ArtifactIndex.MOST_CHUNKS, new ArtifactIndex.Chunk(1L << 48, ArtifactIndex.CHUNK_BYTES, CHUNK_DIGEST)));

    // When
    final byte[] value = largest.encode();

    // Then
    assertThat(value).hasSizeLessThan(ArtifactIndex.LARGEST_RECORD - 1_000);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      300 | 10 200 11 100 | 12 |
      301 | 10 200 11 100 | 12 | with 301 bytes, expected
      300 | 10 200 11 99  | 12 | 299 bytes together, expected 300
      300 | 11 200 10 100 | 12 | at offset 10, expected one after 11
      300 | 10 200 10 100 | 12 | at offset 10, expected one after 10
      300 | 10 200 12 100 | 12 | before the index's, 12
      300 | -1 200 11 100 | 12 | at offset -1
      300 | 10 300 11 0   | 12 | have 0 bytes
      300 | 10 600 11 -300 | 12 | have -300 bytes
      300 | 10 600000 11 1 | 12 | have 600000 bytes, expected 1 to 524288""")
  void shouldObjectToAnIndexThatContradictsItselfOrTheReference(
      final long bytes, final String chunks, final long offset, final String objection) {
    // Given
    final String[] parts = chunks.split(" ");
    final ArtifactIndex index = new ArtifactIndex(DIGEST, bytes, List.of(
        new ArtifactIndex.Chunk(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), CHUNK_DIGEST),
        new ArtifactIndex.Chunk(Long.parseLong(parts[2]), Integer.parseInt(parts[3]), CHUNK_DIGEST)));

    // When
    final Optional<String> found = index.objection(new ArtifactReference("kafka:", 300, DIGEST), offset);

    // Then
    if (objection == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).get().asString().contains(objection);
    }
  }

  @Test
  void shouldReadBackTheLocationThatItWrites() {
    // Given
    final ArtifactLocation location = new ArtifactLocation("model-artifacts", 0, 123_456_789_012L, DIGEST);

    // When
    final Optional<ArtifactLocation> parsed = ArtifactLocation.parse(location.toString());

    // Then
    assertThat(location).hasToString("kafka:model-artifacts/0/123456789012/" + DIGEST);
    assertThat(parsed).contains(location);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kafka:", "kafka:t/0/1", "kafka:t/0/@", "kafka:t/0/-1/@", "kafka:t/-1/0/@", "kafka:t/0/1/@/2", "kafka:t u/0/1/@",
      "file:///t/0/1/@", "kafka:t/0/9999999999999999999/@", "kafka:t/9999999999/0/@", "kafka:t/0/1/@\n", "kafka:t/0/1/@0", "kafka:t/0/1/AB"})
  void shouldRefuseWhatIsNoLocation(final String text) {
    // When
    final Optional<ArtifactLocation> parsed = ArtifactLocation.parse(text.replace("@", DIGEST));

    // Then
    assertThat(parsed).isEmpty();
  }
}
