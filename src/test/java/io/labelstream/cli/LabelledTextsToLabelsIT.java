package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.verb.Sentences;
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

/** The whole way: labelled texts, a trained model, a small one, its evaluation, its rollout, and labels on the topic. Real sentences of 50 languages. */
@ExtendWith(SharedBroker.class)
class LabelledTextsToLabelsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "texts-to-labels";
  private static final String SENTENCES = "src/main/resources/io/labelstream/cli/verb/sentences.tsv";
  private static final String SLOT = "language";
  private static final long LIMIT = 96 << 10;
  private static final int SENT = 200;

  @TempDir private Path folder;

  @Test
  void shouldLabelRecordsWithTheModelThatWasTrainedCompressedAndAnnounced(final EmbeddedBroker broker) throws Exception {
    // Given
    final String servers = broker.bootstrapServers();
    final Topics topics = new Topics(servers);
    topics.create(NAME, 1, Map.of());
    for (final RolloutTopic topic :
        List.of(RolloutTopic.control(NAME + ".models"), RolloutTopic.status(NAME + ".status"), RolloutTopic.artifacts(NAME + ".artifacts"))) {
      topics.create(topic.name(), topic.partitions(), topic.settings());
    }
    final Path full = folder.resolve("languages.bin");
    final Path small = folder.resolve("languages.safetensors");
    final List<Sentences.Sentence> sentences = Sentences.bundled().list().subList(0, SENT);
    final List<ConsumerRecord<byte[], byte[]>> labels;
    final List<Cli.Result> steps = new ArrayList<>();

    // When
    steps.add(Cli.run("train", SENTENCES, "--out", full.toString(), "--subwords", "1-3", "--dimensions", "16", "--epochs", "40", "--learning-rate", "1",
        "--buckets", "200000", "--threads", "1", "--hold-out", "0.2", "--licence", "CC0-1.0"));
    steps.add(Cli.run("compress", full.toString(), "--data", SENTENCES, "--hold-out", "0.2", "--threads", "1", "--size", Long.toString(LIMIT), "--out",
        small.toString(), "--licence", "CC0-1.0"));
    steps.add(Cli.run("evaluate", small.toString(), SENTENCES, "--format", "json"));
    try (Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings(servers)))) {
      pipeline.start();
      Deadline.within(PATIENCE, "a ready instance", () -> rollout(servers, "status", "--fail-unless-ready"), result -> result.status() == 0);
      steps.add(rollout(servers, "announce", small.toString(), "--slot", SLOT, "--version", "2", "--upload", "--artifact-topic", NAME + ".artifacts", "--wait"));
      Deadline.within(PATIENCE, "the new version's time", () -> rollout(servers, "status").out(),
          status -> status.matches("(?s).*languages 2 \\([0-9a-f]+\\): live since .*active.*"));
      topics.send(sentences.stream()
          .map(sentence -> new ProducerRecord<>(NAME, bytes(sentence.language()), bytes(sentence.text())))
          .toList());
      labels = topics.read(NAME + ".out", SENT, PATIENCE);
      assertThat(pipeline.stats().dead()).isZero();
    }

    // Then
    assertThat(steps).allSatisfy(step -> assertThat(step.status()).as(step.err()).isZero());
    assertThat(Files.size(small)).isLessThanOrEqualTo(LIMIT);
    final double accuracy = JSON.readTree(steps.get(2).out()).at("/accuracy").asDouble();
    int right = 0;
    for (final ConsumerRecord<byte[], byte[]> label : labels) {
      final JsonNode slot = JSON.readTree(label.value()).at("/slots/0");
      assertThat(slot.at("/model/version").asText()).isEqualTo("2");
      right += slot.at("/labels/0/name").asText().equals(new String(label.key(), StandardCharsets.UTF_8)) ? 1 : 0;
    }
    assertThat(accuracy).isGreaterThan(0.9);
    assertThat((double) right / SENT).isGreaterThan(0.85);
  }

  private static Cli.Result rollout(final String servers, final String... verb) {
    final List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("-b", servers, "--control-topic", NAME + ".models", "--status-topic", NAME + ".status"));
    return Cli.run(all.toArray(String[]::new));
  }

  private static Map<String, String> settings(final String servers) {
    return Map.ofEntries(
        Map.entry("kafka.bootstrap.servers", servers),
        Map.entry("labelstream.application.id", NAME),
        Map.entry("labelstream.input.topic", NAME),
        Map.entry("labelstream.output.topic", NAME + ".out"),
        Map.entry("labelstream.topics.create", "on"),
        Map.entry("labelstream.slots", SLOT),
        Map.entry("labelstream.slot." + SLOT + ".model", "models/lid.176.ftz"),
        Map.entry("labelstream.control.topic", NAME + ".models"),
        Map.entry("labelstream.status.topic", NAME + ".status"),
        Map.entry("labelstream.artifact.topic", NAME + ".artifacts"),
        Map.entry("labelstream.rollout.lead.ms", "1500"),
        Map.entry("labelstream.rollout.fetch.timeout.ms", "1000"));
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
