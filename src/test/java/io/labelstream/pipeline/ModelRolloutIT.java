package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.ModelRollout;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.topology.ClassifyProcessor;
import io.labelstream.topology.DeadLetterHandler;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Live models in a topology that is not ours, as the documentation of the library has it. */
@ExtendWith(SharedBroker.class)
class ModelRolloutIT {
  private Fleet fleet;

  @TempDir private Path models;

  @BeforeEach
  void createTopics(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), models);
    fleet.createInput();
    fleet.topics().create(fleet.name() + ".out", Fleet.PARTITIONS, Map.of());
    for (final RolloutTopic topic : List.of(RolloutTopic.control(fleet.name() + ".models"), RolloutTopic.status(fleet.name() + ".status"))) {
      fleet.topics().create(topic.name(), topic.partitions(), topic.settings());
    }
  }

  @Test
  void shouldLetAnAnnouncedVersionTakeOverInATopologyOfOnesOwnOnBothInstances() throws Exception {
    // Given
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    final CompletableFuture<ModelRollout> one = open("one");
    final CompletableFuture<ModelRollout> two = open("two");
    fleet.announce(Fleet.first("1", first));
    try (ModelRollout modelsOfOne = one.get(); ModelRollout modelsOfTwo = two.get();
        KafkaStreams streamsOfOne = started(modelsOfOne); KafkaStreams streamsOfTwo = started(modelsOfTwo)) {
      Deadline.within(Fleet.PATIENCE, "work for both", () -> List.of(tasks(streamsOfOne), tasks(streamsOfTwo)), tasks -> !tasks.contains(0));
      try (Publisher publisher = fleet.publish()) {

        // When
        final Entry takeover = fleet.announce(Fleet.live("2", second));
        Fleet.awaitEffective(takeover, Duration.ofMillis(700));

        // Then
        final long count = publisher.stop();
        final List<Labelled> labels = fleet.labels(count);
        Fleet.assertOnceEachInOrder(labels, count);
        Fleet.assertByTheirVersions(labels, fleet.timeline());
        assertThat(labels).extracting(Labelled::label).containsOnly("a", "b");
      }
      assertThat(List.of(modelsOfOne, modelsOfTwo)).extracting(ModelRollout::status).allSatisfy(status -> {
        assertThat(status.obstacles()).isEmpty();
        assertThat(status.live().get(Fleet.SLOT).version()).isEqualTo("2");
      });
    }
  }

  @Test
  void shouldEndTheWaitForFirstModelsWhenInterrupted() throws Exception {
    // Given
    final FutureTask<ModelRollout> opening = new FutureTask<>(() -> ModelRollout.open(fleet.settings("one", Map.of())));
    final Thread opener = Thread.ofPlatform().start(opening);
    try (StatusReader status = new StatusReader(fleet.kafka(), fleet.name() + ".status")) {
      Deadline.within(Fleet.PATIENCE, "a sign of life", () -> status.read(Fleet.PATIENCE).instances(), instances -> !instances.isEmpty());
    }

    // When
    opener.interrupt();

    // Then
    assertThat(catchThrowableOfType(ExecutionException.class, opening::get)).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void shouldNameTheControlTopicWhenItIsMissing() {
    // When
    final StartupException refused = catchThrowableOfType(StartupException.class, () -> ModelRollout.open(fleet.settings("one", Fleet.with(
        "labelstream.control.topic", "", "labelstream.slot." + Fleet.SLOT + ".model", "models/lid.176.ftz"))));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.CONFIGURATION);
    assertThat(refused).hasMessageStartingWith("labelstream.control.topic is not set: ");
  }

  private CompletableFuture<ModelRollout> open(final String instance) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return ModelRollout.open(fleet.settings(instance, Map.of()));
      } catch (final StartupException | InterruptedException failure) {
        throw new AssertionError(failure);
      }
    });
  }

  private KafkaStreams started(final ModelRollout models) {
    final StreamsBuilder builder = new StreamsBuilder();
    builder.stream(fleet.name(), Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .processValues(ClassifyProcessor.supplier(models.slot(Fleet.SLOT), PlainTextDecoder::new, JsonLabelEncoder::new))
        .to(fleet.name() + ".out", Produced.with(Serdes.String(), Serdes.ByteArray()));
    final Properties properties = new Properties();
    properties.putAll(fleet.kafka());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, fleet.name());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, fleet.name() + ".dead");
    final KafkaStreams streams = new KafkaStreams(builder.build(), properties);
    streams.start();
    return streams;
  }

  private static int tasks(final KafkaStreams streams) {
    return streams.metadataForLocalThreads().stream().mapToInt(thread -> thread.activeTasks().size()).sum();
  }
}
