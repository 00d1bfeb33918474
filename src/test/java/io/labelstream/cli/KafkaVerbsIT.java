package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fixture.FaultyFront;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.wire.SchemaId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class KafkaVerbsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @Test
  void shouldConsumeWhatWasProducedAsText(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-text");

    // When
    final Cli.Result produced = produce(broker, topic, "eins\n\nk=v\tzwei", "--key-separator", "\\t");
    final Cli.Result consumed = consume(broker, topic, 3, "--format", "text", "--key-separator", "|");

    // Then
    assertThat(produced).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(consumed.lines()).containsExactly("null|eins", "null|", "k=v|zwei");
  }

  @Test
  void shouldWrapTextsInJson(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-json");

    // When
    produce(broker, topic, "say \"hi\"\n", "--format", "json");
    final Cli.Result consumed = consume(broker, topic, 1);

    // Then
    assertThat(consumed.lines()).containsExactly("{\"text\":\"say \\\"hi\\\"\"}");
  }

  @Test
  void shouldConsumeWhatWasProducedAsAvro(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-avro");
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0)) {
      final String url = registry.url().toString();

      // When
      produce(broker, topic, "Grüße\n", "--format", "avro", "--registry", url);
      final Cli.Result consumed = consume(broker, topic, 1, "--format", "avro", "--registry", url);

      // Then
      assertThat(consumed.err()).isEmpty();
      assertThat(consumed.lines()).containsExactly("{\"text\": \"Grüße\"}");
    }
  }

  @Test
  void shouldReachTheRegistryByTheSettingsOfConfluentsClients(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-registry-settings");
    final Path file = directory.resolve("client.properties");
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0); FaultyFront front = new FaultyFront(registry.url())) {
      Files.writeString(file, "\uFEFFschema.registry.url=" + front.url() + "\nbasic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=ann:s3cret\n");

      // When
      final Cli.Result produced = produce(broker, topic, "Grüße\n", "--format", "avro", "--command-config", file.toString());
      final Cli.Result consumed = consume(broker, topic, 1, "--format", "avro", "-X", "schema.registry.url=" + front.url(), "-X", "bearer.auth.token=t0ken");

      // Then
      assertThat(produced).isEqualTo(new Cli.Result(0, "", ""));
      assertThat(consumed.err()).isEmpty();
      assertThat(consumed.lines()).containsExactly("{\"text\": \"Grüße\"}");
      assertThat(front.authorizations()).containsExactly("Basic YW5uOnMzY3JldA==", "Bearer t0ken");
    }
  }

  @Test
  void shouldReadAvroWhoseSchemaIdIsInAHeader(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-header");
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0)) {
      final String url = registry.url().toString();
      produce(broker, topic, "one\n", "--format", "avro", "--registry", url);
      final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, new byte[] {6, 't', 'w', 'o'});
      record.headers().add(SchemaId.HEADER, new byte[] {0, 0, 0, 0, 1});
      new Topics(broker.bootstrapServers()).send(List.of(record));

      // When
      final Cli.Result consumed = consume(broker, topic, 2, "--format", "avro", "--registry", url);

      // Then
      assertThat(consumed.lines()).containsExactly("{\"text\": \"one\"}", "{\"text\": \"two\"}");
    }
  }

  @Test
  void shouldLeaveOutARecordThatIsNotOfTheFormatAndGoOn(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-garbage");
    new Topics(broker.bootstrapServers()).send(List.of(
        new ProducerRecord<>(topic, "secret garbage".getBytes(StandardCharsets.UTF_8)),
        new ProducerRecord<>(topic, "{\"slots\":[]}".getBytes(StandardCharsets.UTF_8))));

    // When
    final Cli.Result consumed = consume(broker, topic, 2, "--print", "labels");

    // Then
    assertThat(consumed.lines()).containsExactly("");
    assertThat(consumed.errors()).singleElement().asString().contains(topic + "-0 offset 0 is left out").doesNotContain("secret");
  }

  @Test
  void shouldSayWhyATruncatedAvroRecordIsLeftOut(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-truncated");
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0)) {
      final String url = registry.url().toString();
      produce(broker, topic, "Grüße\n", "--format", "avro", "--registry", url);
      new Topics(broker.bootstrapServers()).send(List.of(new ProducerRecord<>(topic, new byte[] {0, 0, 0, 0, 1, 12, 'G'})));

      // When
      final Cli.Result consumed = consume(broker, topic, 2, "--format", "avro", "--registry", url);

      // Then
      assertThat(consumed.lines()).containsExactly("{\"text\": \"Grüße\"}");
      assertThat(consumed.errors()).containsExactly(
          "labelstream: record " + topic + "-0 offset 1 is left out: Avro value at byte 6: 6 bytes follow by its own account, but 1 do");
    }
  }

  @Test
  void shouldNameTheRegistryThatDoesNotAnswer(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-no-registry");
    final String nobody = "http://127.0.0.1:" + unusedPort();
    new Topics(broker.bootstrapServers()).send(List.of(new ProducerRecord<>(topic, new byte[] {0, 0, 0, 0, 1, 2, 'G'})));

    // When
    final Cli.Result produced = produce(broker, topic, "x\n", "--format", "avro", "--registry", nobody);
    final Cli.Result consumed = consume(broker, topic, 1, "--format", "avro", "--registry", nobody);

    // Then
    for (final Cli.Result result : List.of(produced, consumed)) {
      assertThat(result.status()).isEqualTo(ExitCode.REGISTRY_UNREACHABLE.code());
      assertThat(result.errors()).singleElement().asString().startsWith("labelstream: schema registry at ").contains(nobody);
    }
  }

  @Test
  void shouldRefuseARegistryThatIsNoUrl(final EmbeddedBroker broker) throws Exception {
    // When
    final Cli.Result result = produce(broker, topic(broker, "verbs-no-url"), "x\n", "--format", "avro", "--registry", "localhost:8081");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.errors()).singleElement().asString().startsWith("labelstream: --registry: ").contains("http://localhost:8081");
  }

  @Test
  void shouldPublishNothingWhereStandardInputIsClosed(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = topic(broker, "verbs-closed");

    // When
    final Cli.Result produced;
    try (CliProcess process = CliProcess.startWithin(directory, "exec <&-", "produce", "-b", broker.bootstrapServers(), "-t", topic)) {
      produced = process.end(PATIENCE);
    }

    // Then
    assertThat(produced.status()).isZero();
    assertThat(Cli.run("consume", "-b", broker.bootstrapServers(), "-t", topic, "--from-beginning", "--idle-seconds", "1").out()).isEmpty();
  }

  @Test
  void shouldEndWhenNoRecordComes(final EmbeddedBroker broker) throws Exception {
    // When
    final Cli.Result result = Cli.run("consume", "-b", broker.bootstrapServers(), "-t", topic(broker, "verbs-idle"), "--idle-seconds", "1");

    // Then
    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void shouldNameTheTopicThatIsMissing(final EmbeddedBroker broker) {
    // When
    final Cli.Result produced = produce(broker, "verbs-nowhere", "x\n");
    final Cli.Result consumed = consume(broker, "verbs-nowhere", 1);

    // Then
    for (final Cli.Result result : List.of(produced, consumed)) {
      assertThat(result.status()).isEqualTo(ExitCode.TOPIC_MISSING.code());
      assertThat(result.errors()).singleElement().asString().contains("'verbs-nowhere' does not exist");
    }
  }

  @Test
  void shouldNameTheBrokerThatDoesNotAnswer() throws Exception {
    // Given
    final String nobody = "127.0.0.1:" + unusedPort();

    // When
    final Cli.Result result = Cli.run(
        "consume", "-b", nobody, "-t", "texts", "-X", "default.api.timeout.ms=2000", "-X", "request.timeout.ms=1000");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.BROKER_UNREACHABLE.code());
    assertThat(result.errors()).singleElement().asString().contains(nobody);
  }

  @Test
  void shouldServeALocalBrokerUntilItIsTerminated() throws Exception {
    try (CliProcess process = CliProcess.start(directory, "broker", "--port", "0", "--registry-port", "0", "--topic", "made:3")) {
      // Given
      final String servers = addresses(process).servers();
      final Cli.Result produced = Cli.runWith("x\n", "produce", "-b", servers, "-t", "made");

      // When
      process.signal("TERM");

      // Then
      final Cli.Result result = process.end(PATIENCE);
      assertThat(produced.status()).isZero();
      assertThat(result.status()).isEqualTo(ExitCode.TERMINATED.code());
      assertThat(result.lines()).hasSize(2);
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  void shouldKeepRecordsAndSchemasInItsDataDirectory() throws Exception {
    // Given
    final String data = directory.resolve("kept").toString();
    try (CliProcess first = CliProcess.start(directory,
        "broker", "--port", "0", "--registry-port", "0", "--topic", "kept", "--data", data)) {
      final Addresses addresses = addresses(first);
      Cli.runWith("noch da\n", "produce", "-b", addresses.servers(), "--registry", addresses.registry(), "-t", "kept", "-f", "avro");
      first.signal("TERM");
      first.end(PATIENCE);
    }

    // When
    final Cli.Result consumed;
    try (CliProcess second = CliProcess.start(directory, "broker", "--port", "0", "--registry-port", "0", "--data", data)) {
      final Addresses addresses = addresses(second);
      consumed = Cli.run("consume", "-b", addresses.servers(), "--registry", addresses.registry(), "-t", "kept", "-f", "avro",
          "--from-beginning", "-n", "1", "--idle-seconds", "20");
      second.signal("TERM");
      second.end(PATIENCE);
    }

    // Then
    assertThat(consumed.lines()).containsExactly("{\"text\": \"noch da\"}");
  }

  @Test
  void shouldSayThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      final String port = Integer.toString(taken.getLocalPort());

      // When
      final Cli.Result broker = Cli.run("broker", "--port", port, "--registry-port", "0");
      final Cli.Result registry = Cli.run("broker", "--port", "0", "--registry-port", port);

      // Then
      assertThat(broker.errors()).containsExactly(
          "labelstream: the broker's port " + port + " on 127.0.0.1 is in use; choose another, or 0 for any free one");
      assertThat(registry.errors()).singleElement().asString().contains("the registry's port " + port);
      assertThat(List.of(broker.status(), registry.status())).containsOnly(ExitCode.PORT_TAKEN.code());
    }
  }

  private record Addresses(String servers, String registry) {}

  private static Addresses addresses(final CliProcess broker) {
    final Matcher line = Pattern.compile("Kafka broker (\\S+), schema registry (\\S+)")
        .matcher(broker.awaitLine(PATIENCE, text -> text.startsWith("Kafka broker ")));
    assertThat(line.matches()).isTrue();
    return new Addresses(line.group(1), line.group(2));
  }

  private static Cli.Result produce(final EmbeddedBroker broker, final String topic, final String input, final String... more) {
    return Cli.runWith(input, arguments(List.of("produce", "-b", broker.bootstrapServers(), "-t", topic), more));
  }

  private static Cli.Result consume(final EmbeddedBroker broker, final String topic, final int count, final String... more) {
    final String limit = Integer.toString(count);
    return Cli.run(arguments(
        List.of("consume", "-b", broker.bootstrapServers(), "-t", topic, "--from-beginning", "-n", limit, "--idle-seconds", "20"), more));
  }

  private static String[] arguments(final List<String> first, final String... more) {
    final List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String topic(final EmbeddedBroker broker, final String name) throws Exception {
    new Topics(broker.bootstrapServers()).create(name, 1, Map.of());
    return name;
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
