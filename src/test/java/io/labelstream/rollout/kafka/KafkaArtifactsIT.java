package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
      upload.upload(file(700_000), List.of(), PATIENCE);
      reference = upload.upload(file, List.of(), PATIENCE);
    }

    // When
    final Path fetched = fetched(reference, PATIENCE);

    // Then
    assertThat(reference.location()).matches("kafka:" + topic + "/0/" + (3 + ArtifactIndex.count(bytes)) + "/[0-9a-f]{64}");
    assertThat(reference.bytes()).isEqualTo(bytes);
    assertThat(fetched).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldBringBackWhatWasAnnouncedWhateverFollowsUnderTheSameKeys() throws Exception {
    // Given
    final Path file = file(1_500_000);
    final ArtifactReference reference = upload(file, List.of());
    final List<ProducerRecord<byte[], byte[]>> later = new ArrayList<>();
    for (int chunk = 0; chunk < 3; chunk++) {
      later.add(new ProducerRecord<>(topic, ArtifactIndex.chunkKey(reference.sha256(), chunk), content(512 << 10)));
      later.add(new ProducerRecord<>(topic, ArtifactIndex.chunkKey(reference.sha256(), chunk), null));
    }
    later.add(new ProducerRecord<>(topic, index(1_500_000, List.of()).key(), "garbage".getBytes(StandardCharsets.UTF_8)));
    later.add(new ProducerRecord<>(topic, index(1_500_000, List.of()).key(), null));

    // When
    topics.send(later);

    // Then
    assertThat(fetched(reference, PATIENCE)).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldFindTheChunksBetweenThoseOfAnotherUpload() throws Exception {
    // Given
    final byte[] content = content(1_500_000);
    final ArtifactReference reference = announced(content, chunk(content, 0), noise(), chunk(content, 1), noise(), noise(), chunk(content, 2));

    // When
    final Path fetched = fetched(reference, PATIENCE);

    // Then
    assertThat(fetched).hasBinaryContent(content);
  }

  @Test
  void shouldTellWhatIsMissingWhenTheTopicWasCutShort() throws Exception {
    // Given
    final ArtifactReference reference = upload(file(1_500_000), List.of());

    // When
    deleteBefore(1);

    // Then
    final ArtifactException refused = refused(reference, PATIENCE);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
    assertThat(refused).hasMessageContaining("chunk 1 of 3 is not at offset 0: the partition has offsets 1 to 3");
  }

  @Test
  void shouldRefuseAnIndexThatLies() throws Exception {
    // Given
    final byte[] content = content(1_000_000);
    topics.send(List.of(chunk(content, 0), chunk(content, 1)));
    final ArtifactIndex swapped = index(content.length, List.of(
        new ArtifactIndex.Chunk(1, ArtifactIndex.CHUNK_BYTES, DIGEST), new ArtifactIndex.Chunk(0, 475_712, DIGEST)));

    // When
    final ArtifactReference reference = announced(content.length, swapped.encode());

    // Then
    final ArtifactException refused = refused(reference, PATIENCE);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.INDEX_REFUSED);
    assertThat(refused).hasMessageContaining("a chunk is to be at offset 0, expected one after 1");
  }

  @Test
  void shouldRefuseWhatIsNoIndex() throws Exception {
    // Given
    final ArtifactReference reference = announced(10, "garbage".getBytes(StandardCharsets.UTF_8));

    // When
    final ArtifactException refused = refused(reference, PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.INDEX_REFUSED);
  }

  @Test
  void shouldRefuseAnotherIndexThanTheAnnouncedOne() throws Exception {
    // Given
    final ArtifactReference reference = upload(file(1_000), List.of());
    final String location = reference.location();

    // When
    final ArtifactException refused =
        refused(new ArtifactReference(location.substring(0, location.length() - 64) + DIGEST, reference.bytes(), reference.sha256()), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.DIGEST_DIFFERS);
  }

  @ParameterizedTest
  @CsvSource({"DIGEST_DIFFERS, 475712, 1", "SIZE_DIFFERS, 475711, 0", "DIGEST_DIFFERS, -1, 0", "RECORD_TOO_LARGE, 3000000, 0"})
  void shouldRefuseAChunkThatIsNotTheOneOfTheIndex(final RejectionCode code, final int bytes, final int change) throws Exception {
    // Given
    final byte[] content = content(1_000_000);
    final ProducerRecord<byte[], byte[]> right = chunk(content, 1);
    final byte[] value = bytes < 0 ? null : Arrays.copyOf(right.value(), bytes);
    if (value != null) {
      value[7] += (byte) change;
    }
    topics.sendAsOneBatch(List.of(chunk(content, 0)));
    topics.sendAsOneBatch(List.of(new ProducerRecord<>(topic, right.key(), value)));

    // When
    final ArtifactReference reference = announced(content.length, indexOf(content, 0, 1).encode());

    // Then
    final ArtifactException refused = refused(reference, PATIENCE);
    assertThat(refused.rejection().code()).isEqualTo(code);
    assertThat(refused).hasMessageContaining("chunk 2 of 2 at offset 1");
  }

  @Test
  void shouldRefuseAnIndexLargerThanAnyIs() throws Exception {
    // Given
    final byte[] bomb = new byte[3_000_000];
    topics.sendAsOneBatch(List.of(new ProducerRecord<>(topic, "index".getBytes(StandardCharsets.UTF_8), bomb)));

    // When
    final ArtifactException refused = refused(new ArtifactReference("kafka:" + topic + "/0/0/" + Sha256.of(bomb), 10, DIGEST), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.RECORD_TOO_LARGE);
  }

  @Test
  void shouldBringBackEachOfTwoFilesThatWereSentAtOnce() throws Exception {
    // Given
    final Path one = file(3_000_000);
    final Path other = file(2_500_000);

    // When
    final List<ArtifactReference> references;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final Future<ArtifactReference> first = threads.submit(() -> upload(one, List.of()));
      final Future<ArtifactReference> second = threads.submit(() -> upload(other, List.of()));
      references = List.of(first.get(), second.get());
    }

    // Then
    assertThat(fetched(references.getFirst(), PATIENCE)).hasSameBinaryContentAs(one);
    Files.delete(directory.resolve("fetched"));
    assertThat(fetched(references.getLast(), PATIENCE)).hasSameBinaryContentAs(other);
  }

  @Test
  void shouldNotSendAgainWhatIsThere() throws Exception {
    // Given
    final Path file = file(1_000_000);
    final ArtifactReference first = upload(file, List.of());
    final ArtifactReference other = upload(file(1_000), List.of(first));

    // When
    final ArtifactReference again = upload(file, List.of(first, other));

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(other.location()).isNotEqualTo(first.location());
  }

  @Test
  void shouldSendAgainWhatCannotBeReadAnyMore() throws Exception {
    // Given
    final Path file = file(1_000_000);
    final ArtifactReference first = upload(file, List.of());
    deleteBefore(1);

    // When
    final ArtifactReference again = upload(file, List.of(first));

    // Then
    assertThat(again.location()).isNotEqualTo(first.location());
    assertThat(fetched(again, PATIENCE)).hasSameBinaryContentAs(file);
  }

  @Test
  void shouldReadNoTopicButTheConfiguredOne() throws Exception {
    // Given
    final ArtifactReference elsewhere = new ArtifactReference("kafka:__consumer_offsets/0/0/" + DIGEST, 10, DIGEST);

    // When
    final ArtifactException refused = refused(elsewhere, PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka:@/0/0/#", "kafka:@/7/0/#", "kafka:@/0/12345/#"})
  void shouldRefuseAPlaceWithoutRecords(final String location) throws Exception {
    // When
    final ArtifactException refused = refused(new ArtifactReference(location.replace("@", topic).replace("#", DIGEST), 10, DIGEST), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka:", "kafka:@", "kafka:@/0/0", "kafka:@/0/0/0", "kafka:@/-1/0/#", "kafka:@/0/x/#"})
  void shouldNotTryAgainWhatIsNoPlace(final String location) throws Exception {
    // When
    final ArtifactException refused = refused(new ArtifactReference(location.replace("@", topic).replace("#", DIGEST), 10, DIGEST), PATIENCE);

    // Then
    assertThat(refused.rejection().code().outlook()).isEqualTo(RejectionCode.Outlook.LASTING);
  }

  @Test
  void shouldRefuseATopicThatDoesNotExist() {
    // Given
    final KafkaArtifacts artifacts = new KafkaArtifacts(properties, "nowhere");

    // When
    final ArtifactException refused =
        refused(artifacts, new ArtifactReference("kafka:nowhere/0/0/" + DIGEST, 10, DIGEST), PATIENCE);

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
  }

  @Test
  void shouldGiveUpAtTheDeadlineWhenNoBrokerAnswers() {
    // Given
    final KafkaArtifacts artifacts = new KafkaArtifacts(Map.of("bootstrap.servers", "127.0.0.1:1"), topic);

    // When
    final ArtifactException refused = refused(
        artifacts, new ArtifactReference("kafka:" + topic + "/0/0/" + DIGEST, 10, DIGEST), Duration.ofMillis(300));

    // Then
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.FETCH_TIMED_OUT);
  }

  @Test
  void shouldNotUploadAnEmptyFile() throws Exception {
    // Given
    final Path empty = file(0);

    // When
    final IOException refused;
    try (ArtifactUpload upload = new ArtifactUpload(properties, topic)) {
      refused = catchThrowableOfType(IOException.class, () -> upload.upload(empty, List.of(), PATIENCE));
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

  private ArtifactReference upload(final Path file, final List<ArtifactReference> known) throws Exception {
    try (ArtifactUpload upload = new ArtifactUpload(properties, topic)) {
      return upload.upload(file, known, PATIENCE);
    }
  }

  /** Sends records, with the chunks of {@code content} among them, and an index of these. */
  @SafeVarargs
  private ArtifactReference announced(final byte[] content, final ProducerRecord<byte[], byte[]>... records) throws Exception {
    topics.send(List.of(records));
    final long[] offsets = LongStream.range(0, records.length)
        .filter(offset -> new String(records[(int) offset].key(), StandardCharsets.UTF_8).startsWith(DIGEST)).toArray();
    return announced(content.length, indexOf(content, offsets).encode());
  }

  /** Sends an index. */
  private ArtifactReference announced(final long bytes, final byte[] index) throws Exception {
    final long offset = topics.send(List.of(new ProducerRecord<>(topic, "index".getBytes(StandardCharsets.UTF_8), index))).getFirst().offset();
    return new ArtifactReference(new ArtifactLocation(topic, 0, offset, Sha256.of(index)).toString(), bytes, DIGEST);
  }

  private ArtifactIndex indexOf(final byte[] content, final long... offsets) {
    final List<ArtifactIndex.Chunk> chunks = new ArrayList<>();
    for (final long offset : offsets) {
      final byte[] value = chunk(content, chunks.size()).value();
      chunks.add(new ArtifactIndex.Chunk(offset, value.length, Sha256.of(value)));
    }
    return index(content.length, chunks);
  }

  private static ArtifactIndex index(final long bytes, final List<ArtifactIndex.Chunk> chunks) {
    return new ArtifactIndex(DIGEST, bytes, chunks);
  }

  private void deleteBefore(final long offset) throws Exception {
    try (Admin admin = Admin.create(properties)) {
      admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset))).all().get();
    }
  }

  private ProducerRecord<byte[], byte[]> chunk(final byte[] content, final int chunk) {
    final int from = chunk * ArtifactIndex.CHUNK_BYTES;
    final int to = Math.min(content.length, from + ArtifactIndex.CHUNK_BYTES);
    return new ProducerRecord<>(topic, ArtifactIndex.chunkKey(DIGEST, chunk), Arrays.copyOfRange(content, from, to));
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
