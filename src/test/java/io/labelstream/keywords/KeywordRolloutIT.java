package io.labelstream.keywords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One package and two lines in service files are all that a family needs to be trained, made small, rolled out and served beside a fastText model. */
@ExtendWith(SharedBroker.class)
class KeywordRolloutIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "keyword-rollout";
  private static final String TOPIC = "topic";
  private static final String LANGUAGE = "language";

  @TempDir private Path folder;

  @Test
  void shouldServeAModelOfAnotherFamilyThatWasTrainedCompressedAndAnnounced(final EmbeddedBroker broker) throws Exception {
    // Given
    final String servers = broker.bootstrapServers();
    final Topics topics = new Topics(servers);
    topics.create(NAME, 1, Map.of());
    for (final RolloutTopic topic : List.of(RolloutTopic.control(NAME + ".models"), RolloutTopic.status(NAME + ".status"))) {
      topics.create(topic.name(), topic.partitions(), topic.settings());
    }
    final Path data = Files.writeString(folder.resolve("data.tsv"), Texts.lines(400));
    final Path first = folder.resolve("first.safetensors");
    final Path second = folder.resolve("second.safetensors");
    final List<Cli.Result> steps = new ArrayList<>();
    final List<ConsumerRecord<byte[], byte[]>> labels;

    // When
    steps.add(Cli.run("train", "keywords", data.toString(), "--out", first.toString(), "--hold-out", "0.2"));
    steps.add(Cli.run("compress", first.toString(), "--data", data.toString(), "--hold-out", "0.2", "--size", Long.toString(Files.size(first) - 50), "--out",
        second.toString()));
    try (Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings(servers, first)))) {
      pipeline.start();
      Deadline.within(PATIENCE, "a ready instance", () -> rollout(servers, "status", "--fail-unless-ready"), result -> result.status() == 0);
      steps.add(rollout(servers, "announce", second.toString(), "--slot", TOPIC, "--version", "2", "--wait"));
      Deadline.within(PATIENCE, "the new version's time", () -> rollout(servers, "status").out(),
          status -> status.matches("(?s).*second 2 \\([0-9a-f]+\\): live since .*active.*"));
      topics.send(List.of(new ProducerRecord<>(NAME, bytes("food1 food2 food3")), new ProducerRecord<>(NAME, bytes("drink1 drink2 drink3"))));
      labels = topics.read(NAME + ".out", 2, PATIENCE);
      assertThat(pipeline.stats().dead()).isZero();
    }

    // Then
    assertThat(steps).allSatisfy(step -> assertThat(step.status()).as(step.err()).isZero());
    assertThat(steps.getLast().out()).contains("  golden samples  50, all proved here\n");
    for (int record = 0; record < 2; record++) {
      final JsonNode slots = JSON.readTree(labels.get(record).value()).at("/slots");
      final JsonNode topic = slot(slots, TOPIC);
      assertThat(topic.at("/model/name").asText()).isEqualTo("second");
      assertThat(topic.at("/model/version").asText()).isEqualTo("2");
      assertThat(topic.at("/labels/0/name").asText()).isEqualTo(List.of(Texts.FOOD, Texts.DRINK).get(record));
      assertThat(slot(slots, LANGUAGE).at("/labels")).isNotEmpty();
    }
  }

  private static JsonNode slot(final JsonNode slots, final String name) {
    for (final JsonNode slot : slots) {
      if (slot.at("/slot").asText().equals(name)) {
        return slot;
      }
    }
    throw new AssertionError("no slot " + name + " in " + slots);
  }

  private static Cli.Result rollout(final String servers, final String... verb) {
    final List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("-b", servers, "--control-topic", NAME + ".models", "--status-topic", NAME + ".status"));
    return Cli.run(all.toArray(String[]::new));
  }

  private Map<String, String> settings(final String servers, final Path base) {
    return Map.ofEntries(
        Map.entry("kafka.bootstrap.servers", servers),
        Map.entry("labelstream.application.id", NAME),
        Map.entry("labelstream.input.topic", NAME),
        Map.entry("labelstream.output.topic", NAME + ".out"),
        Map.entry("labelstream.topics.create", "on"),
        Map.entry("labelstream.slots", TOPIC + "," + LANGUAGE),
        Map.entry("labelstream.slot." + TOPIC + ".model", base.toString()),
        Map.entry("labelstream.slot." + LANGUAGE + ".model", "models/lid.176.ftz"),
        Map.entry("labelstream.control.topic", NAME + ".models"),
        Map.entry("labelstream.status.topic", NAME + ".status"),
        Map.entry("labelstream.rollout.locations", folder.toString()),
        Map.entry("labelstream.rollout.lead.ms", "1500"),
        Map.entry("labelstream.rollout.fetch.timeout.ms", "1000"));
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
