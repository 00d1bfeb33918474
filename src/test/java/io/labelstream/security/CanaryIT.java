package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.rollout.kafka.RolloutTopic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A canary in texts, keys, headers and secrets: it is in labels' keys and headers and in dead letters, as it has to be, and comes up nowhere else. */
@ExtendWith(SecuredBroker.Shared.class)
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String CANARY = "kanarienvogel";
  private static final String NAME = "mine";
  private static final String SLOT = "topic";

  @TempDir private Path folder;

  @Test
  void shouldKeepTextsKeysHeadersAndSecretsOutOfWhatPeopleSee(final SecuredBroker broker) throws Exception {
    // Given
    final Map<String, String> client = broker.user("miner", CANARY);
    broker.grant(Stream.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
        .map(type -> new AclBinding(new ResourcePattern(type, NAME, PatternType.PREFIXED),
            new AccessControlEntry("User:miner", "*", AclOperation.ALL, AclPermissionType.ALLOW))).toList());
    broker.topics().create(NAME, 1, Map.of());
    for (final RolloutTopic topic : List.of(
        RolloutTopic.control(NAME + ".models"), RolloutTopic.status(NAME + ".status"), RolloutTopic.artifacts(NAME + ".artifacts"))) {
      broker.topics().create(topic.name(), 1, topic.settings());
    }
    final Path model = Files.write(folder.resolve("base.bin"), new FastTextModelFile(1).bytes());
    final String file = broker.file("miner.client", client).toString();
    final Map<String, Cli.Result> seen = new LinkedHashMap<>();
    try (CliProcess run = CliProcess.start(folder, List.of("-Dlabelstream.log.level=TRACE", "-Dlabelstream.log.others=INFO"),
        "run", "--config", broker.file("miner.properties", settings(client, model)).toString())) {
      final String served = run.awaitErrorLine(PATIENCE, line -> line.contains("url=\"")).replaceAll(".*url=\"([^\"]+)\".*", "$1");
      run.awaitErrorLine(PATIENCE, line -> line.contains("to=\"RUNNING\""));

      // When
      final long now = System.currentTimeMillis();
      broker.topics().send(Stream.of(
          record(now, "{\"text\":\"" + CANARY + "\"}"),
          record(now + 600_000, "{\"text\":\"" + CANARY + "\"}"),
          record(now, "{\"text\":" + CANARY),
          record(now, "{\"" + CANARY + "\":\"" + CANARY + "\"}"),
          record(now, "{\"text\":\"" + CANARY.repeat(20) + "\"}"),
          record(now, CANARY)).toList());
      broker.topics().send(List.of(
          new ProducerRecord<>(NAME + ".models", 0, bytes(CANARY), bytes(CANARY)),
          new ProducerRecord<>(NAME + ".status", 0, bytes(CANARY), bytes(CANARY))));
      seen.put("announce", verb(file, "announce", model.toString(), "--slot", SLOT, "--version", "1",
          "--location", "https://127.0.0.1:1/m.bin?signature=" + CANARY));
      Files.write(Path.of(model + ".golden.jsonl"), bytes("{\"text\":\"" + CANARY + "\",\"labels\":[{\"name\":\"z\",\"score\":1}]}\n"));
      seen.put("announce with samples", verb(file, "announce", model.toString(), "--slot", SLOT, "--version", "2"));
      seen.put("verify", Cli.run("verify", model.toString()));
      final List<ConsumerRecord<byte[], byte[]>> letters = broker.topics().read(NAME + ".dead", 5, PATIENCE);
      final List<ConsumerRecord<byte[], byte[]>> labels = broker.topics().read(NAME + ".out", 1, PATIENCE);
      seen.put("status", Deadline.within(PATIENCE, "the rejection", () -> verb(file, "status"), status -> status.out().contains("location-")));
      seen.put("status json", verb(file, "status", "--format", "json"));
      seen.put("replay-verify", Cli.run("replay-verify", "--from", "0", "--config", broker.file("miner.properties", settings(client, model)).toString()));
      seen.put("consume", Cli.run("consume", "--topic", NAME + ".dead", "--from-beginning", "--print", "labels", "--max-messages", "5", "--command-config", file));
      seen.put("print-config", Cli.run("run", "--print-config", "--config", broker.file("miner.properties", settings(client, model)).toString()));
      for (final String page : List.of("/metrics", "/models", "/readyz?verbose", "/livez")) {
        seen.put(page, new Cli.Result(0, get(served + page), ""));
      }
      run.signal("TERM");
      seen.put("log", run.end(PATIENCE));

      // Then
      assertThat(letters).hasSize(5).allMatch(letter -> text(letter.value()).contains(CANARY) && text(letter.key()).equals(CANARY));
      assertThat(labels).hasSize(1).allMatch(label -> text(label.key()).equals(CANARY) && !text(label.value()).contains(CANARY));
      assertThat(broker.topics().read(NAME + ".status", 1, PATIENCE)).filteredOn(record -> !text(record.key()).equals(CANARY)).isNotEmpty()
          .noneMatch(record -> text(record.key()).contains(CANARY) || text(record.value()).contains(CANARY));
      assertThat(seen.get("log").err()).contains("record is a dead letter", "location-", "samples-", "INFO  ");
      seen.forEach((name, output) -> assertThat((output.out() + output.err()).lines()).as(name)
          .noneMatch(line -> line.contains(CANARY) && !line.contains("at https://127.0.0.1:1/m.bin?")));
    }
  }

  @Test
  void shouldKeepSecretsOutOfTheComplaintsAboutAConfiguration() throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("base.bin"), new FastTextModelFile(1).bytes());
    final Map<String, String> secrets = new HashMap<>(Map.of(
        "kafka.sasl.jaas.config", CANARY, "kafka.ssl.keystore.password", CANARY, "kafka.ssl.key.password", CANARY, "kafka.ssl.truststore.password", CANARY,
        "kafka.ssl.keystore.key", CANARY, "kafka.consumer.sasl.jaas.config", CANARY,
        "labelstream.schema.registry.basic.auth.user.info", "u:" + CANARY, "labelstream.schema.registry.ssl.keystore.password", CANARY,
        "labelstream.slot.default.model", model.toString()));
    secrets.put("labelstream.schema.registry.ssl.truststore.password", CANARY);
    secrets.put("labelstream.schema.registry.ssl.key.password", CANARY);
    final List<Map<String, String>> faults = List.of(
        Map.of(),
        Map.of("labelstream.schema.registry.url", "http://user:" + CANARY + "@127.0.0.1:1", "labelstream.output.format", "avro",
            "labelstream.schema.registry.basic.auth.credentials.source", "URL", "labelstream.schema.registry.basic.auth.user.info", ""),
        Map.of("labelstream.schema.registry.url", "http://user:" + CANARY + "@[", "labelstream.output.format", "avro"),
        Map.of("labelstream.schema.registry.url", "ftp://user:" + CANARY + "@host", "labelstream.output.format", "avro"),
        Map.of("labelstream.schema.registry.bearer.auth.token", CANARY, "labelstream.output.format", "avro", "labelstream.schema.registry.url", "http://127.0.0.1:1"),
        Map.of("labelstream.schema.registry.basic.auth.user.info", CANARY, "labelstream.output.format", "avro", "labelstream.schema.registry.url", "http://127.0.0.1:1"),
        Map.of("labelstream.schema.registry.basic.auth.credentials.source", "SASL_INHERIT", "labelstream.output.format", "avro",
            "labelstream.schema.registry.basic.auth.user.info", "", "labelstream.schema.registry.url", "http://127.0.0.1:1"),
        Map.of("labelstream.control.topic", "models", "labelstream.rollout.locations", "https://user:" + CANARY + "@host/path"),
        Map.of("labelstream.control.topic", "models", "labelstream.rollout.locations", "https://host/path?signature=" + CANARY),
        Map.of("kafka.security.protocol", "SASL_SSL"),
        Map.of("kafka.security.protocol", "SSL", "kafka.ssl.keystore.type", "PEM", "kafka.ssl.keystore.certificate.chain", "x"),
        Map.of("labelstream.slots", ","),
        Map.of("labelstream.schema.registry.basic.auth.pasword", CANARY));
    final Map<String, Cli.Result> seen = new LinkedHashMap<>();
    for (final Map<String, String> fault : faults) {
      final Map<String, String> settings = new HashMap<>(secrets);
      settings.putAll(Map.of("kafka.bootstrap.servers", "127.0.0.1:1", "labelstream.start.timeout.ms", "1000", "kafka.default.api.timeout.ms", "200",
          "kafka.request.timeout.ms", "100"));
      settings.putAll(fault);
      final String file = write("secrets.properties", settings);

      // When
      seen.put("run " + fault, Cli.run("run", "--config", file));
      seen.put("print-config " + fault, Cli.run("run", "--config", file, "--print-config"));
      seen.put("replay-verify " + fault, Cli.run("replay-verify", "--from", "0", "--config", file));
      seen.put("debug " + fault, Cli.run("--debug", "run", "--config", file));
    }

    // Then
    seen.forEach((name, output) -> assertThat(output.out() + output.err()).as(name).isNotEmpty().doesNotContain(CANARY));
  }

  private Map<String, String> settings(final Map<String, String> client, final Path model) {
    final Map<String, String> settings = new HashMap<>();
    client.forEach((key, value) -> settings.put("kafka." + key, value));
    settings.putAll(Map.of(
        "labelstream.application.id", NAME, "labelstream.input.topic", NAME, "labelstream.output.topic", NAME + ".out", "labelstream.input.format", "json",
        "labelstream.topics.create", "on", "labelstream.start.timeout.ms", "120000", "labelstream.max.text.bytes", "100", "labelstream.slots", SLOT, "labelstream.http.port", "0"));
    settings.putAll(Map.of(
        "labelstream.slot." + SLOT + ".model", model.toString(), "labelstream.control.topic", NAME + ".models", "labelstream.status.topic", NAME + ".status",
        "labelstream.artifact.topic", NAME + ".artifacts", "labelstream.rollout.lead.ms", "2000", "labelstream.rollout.fetch.timeout.ms", "1000",
        "labelstream.rollout.locations", folder + ",https://127.0.0.1:1/"));
    return settings;
  }

  private Cli.Result verb(final String file, final String... words) {
    return Cli.run(Stream.concat(Stream.of(words), Stream.of("--control-topic", NAME + ".models", "--status-topic", NAME + ".status", "--command-config", file))
        .toArray(String[]::new));
  }

  private String write(final String file, final Map<String, String> settings) throws Exception {
    return Files.write(folder.resolve(file), settings.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList()).toString();
  }

  private static ProducerRecord<byte[], byte[]> record(final long timestamp, final String value) {
    final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(NAME, null, timestamp, bytes(CANARY), bytes(value));
    record.headers().add(CANARY, bytes(CANARY));
    return record;
  }

  private static String get(final String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(final byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
