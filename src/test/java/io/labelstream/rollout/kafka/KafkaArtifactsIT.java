package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.ArtifactException;
import io.labelstream.rollout.ArtifactReference;
import io.labelstream.rollout.RejectionCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedBroker.class)
class KafkaArtifactsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String DIGEST = "cd".repeat(32);
  private static int number;

  @TempDir private Path directory;
  private String topic;
  private Topics topics;
  private Map<String, Object> properties;

  @BeforeEach
  void createTopic(final EmbeddedBroker broker) throws Exception {
    topic = "artifacts-" + number++;
    topics = new Topics(broker.bootstrapServers());
    final RolloutTopic spec = RolloutTopic.artifacts(topic);
    topics.create(topic, spec.partitions(), spec.settings());
    properties = Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 512 << 10, (512 << 10) + 1, 600 << 10, 3_000_000})
  void shouldBringBackWhatWasUploaded(final int bytes) throws Exception {
    // Given
    final Path file = file(bytes);
    final ArtifactReference reference;
    try (ArtifactUpload upload = new ArtifactUpload(properties, topic)) {
      upload.upload(file(700_000), PATIENCE);
      reference = upload.upload(file, PATIENCE);
    }

    // When
    final Path fetched = fetched(reference, PATIENCE);

    // Then
    assertThat(reference.location()).isEqualTo("kafka:" + topic + "/0/2");
    assertThat(reference.bytes()).isEqualTo(bytes);
    assertThat(fetched).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldFindTheChunksBetweenThoseOfAnotherUpload() throws Exception {
    // Given
    final byte[] content = content(1_500_000);
    topics.send(List.of(chunk(content, 1), noise(), chunk(content, 0), noise(), chunk(content, 2)));

    // When
    final Path fetched = fetched(reference(content.length, 0), PATIENCE);

    // Then
    assertThat(fetched).hasBinaryContent(content);
  }

  @Test
  void shouldTakeTheLaterOfTwoChunksWithTheSameKey() throws Exception {
    // Given
    final byte[] content = content(1_000_000);
    final byte[] earlier = content(1_000_000);
    earlier[5]++;
    topics.send(List.of(chunk(earlier, 0), chunk(content, 0), chunk(content, 1)));

    // When
    final Path fetched = fetched(reference(content.length, 0), PATIENCE);

    // Then
    assertThat(fetched).hasBinaryContent(content);
  }

  @Test
  void shouldTellWhichChunkIsMissingAtOnce() throws Exception {
    // Given
    final byte[] content = content(1_500_000);
    topics.send(List.of(chunk(content, 0), chunk(content, 2)));

    // When
    final ArtifactException refused = refused(reference(content.length, 0), Duration.ofMinutes(5));

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
    assertThat(refused).hasMessageContaining("2 of 3 chunks").hasMessageContaining("missing one is 1");
  }

  @Test
  void shouldNotTakeADeletedChunk() throws Exception {
    // Given
    final byte[] content = content(1_500_000);
    topics.send(List.of(chunk(content, 0), new ProducerRecord<>(topic, ArtifactChunks.key(DIGEST, 0), null), chunk(content, 1), chunk(content, 2)));

    // When
    final ArtifactException refused = refused(reference(content.length, 0), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
  }

  @Test
  void shouldRefuseChunksThatDoNotMakeTheAnnouncedSize() throws Exception {
    // Given
    final byte[] content = content(1_000_000);
    topics.send(List.of(chunk(content, 0), chunk(content, 1)));

    // When
    final ArtifactException refused = refused(reference(content.length - 1, 0), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.SIZE_DIFFERS);
    assertThat(refused).hasMessageContaining("475712 bytes, expected 475711");
  }

  @Test
  void shouldReadNoTopicButTheConfiguredOne() throws Exception {
    // Given
    final ArtifactReference elsewhere = new ArtifactReference("kafka:__consumer_offsets/0/0", 10, DIGEST);

    // When
    final ArtifactException refused = refused(elsewhere, PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka:@/0/0", "kafka:@/7/0", "kafka:@/0", "kafka:@/0/12345"})
  void shouldRefuseAPlaceWithoutRecords(final String location) throws Exception {
    // When
    final ArtifactException refused = refused(new ArtifactReference(location.replace("@", topic), 10, DIGEST), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
  }

  @Test
  void shouldRefuseATopicThatDoesNotExist() {
    // Given
    final KafkaArtifacts artifacts = new KafkaArtifacts(properties, "nowhere");

    // When
    final ArtifactException refused =
        refused(artifacts, new ArtifactReference("kafka:nowhere/0/0", 10, DIGEST), Duration.ofMinutes(5));

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
  }

  @Test
  void shouldGiveUpAtTheDeadlineWhenNoBrokerAnswers() {
    // Given
    final KafkaArtifacts artifacts = new KafkaArtifacts(Map.of("bootstrap.servers", "127.0.0.1:1"), topic);

    // When
    final ArtifactException refused = refused(artifacts, reference(10, 0), Duration.ofMillis(300));

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.FETCH_TIMED_OUT);
  }

  @Test
  void shouldRefuseMoreBytesThanChunksCanBeNumberedFor() throws Exception {
    // When
    final ArtifactException refused = refused(reference(Long.MAX_VALUE, 0), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.TOO_LARGE);
  }

  @Test
  void shouldNotUploadAnEmptyFile() throws Exception {
    // Given
    final Path empty = file(0);

    // When
    final IOException refused;
    try (ArtifactUpload upload = new ArtifactUpload(properties, topic)) {
      refused = catchThrowableOfType(IOException.class, () -> upload.upload(empty, PATIENCE));
    }

    // Then
    assertThat(refused).hasMessageContaining("0 bytes, expected 1");
  }

  private ArtifactException refused(final ArtifactReference reference, final Duration limit) {
    return refused(new KafkaArtifacts(properties, topic), reference, limit);
  }

  private ArtifactException refused(final KafkaArtifacts artifacts, final ArtifactReference reference, final Duration limit) {
    return catchThrowableOfType(ArtifactException.class, () -> fetched(artifacts, reference, limit));
  }

  private Path fetched(final ArtifactReference reference, final Duration limit) throws Exception {
    return fetched(new KafkaArtifacts(properties, topic), reference, limit);
  }

  private Path fetched(final KafkaArtifacts artifacts, final ArtifactReference reference, final Duration limit) throws Exception {
    final Path target = directory.resolve("fetched");
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      artifacts.fetch(reference, channel, System.nanoTime() + limit.toNanos());
    }
    return target;
  }

  private ArtifactReference reference(final long bytes, final long offset) {
    return new ArtifactReference("kafka:" + topic + "/0/" + offset, bytes, DIGEST);
  }

  private ProducerRecord<byte[], byte[]> chunk(final byte[] content, final int chunk) {
    final int from = chunk * ArtifactChunks.CHUNK_BYTES;
    final int to = Math.min(content.length, from + ArtifactChunks.CHUNK_BYTES);
    return new ProducerRecord<>(topic, ArtifactChunks.key(DIGEST, chunk), Arrays.copyOfRange(content, from, to));
  }

  private ProducerRecord<byte[], byte[]> noise() {
    return new ProducerRecord<>(topic, "noise".getBytes(StandardCharsets.UTF_8), new byte[1000]);
  }

  private Path file(final int bytes) throws IOException {
    return Files.write(directory.resolve("model-" + bytes), content(bytes));
  }

  private static byte[] content(final int bytes) {
    final byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }
}
