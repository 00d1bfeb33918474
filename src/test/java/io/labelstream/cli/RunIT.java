package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusPublisher;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class RunIT {
  private static final String MODEL = "models/lid.176.ftz";
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @Test
  void shouldLabelTextsUntilItIsTerminated(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("run-texts", 2, Map.of());
    final Path config = Files.writeString(directory.resolve("application.properties"), """
        labelstream.application.id=run-it
        labelstream.input.topic=run-texts
        labelstream.output.topic=run-labels
        labelstream.topics.create=on
        """);
    Cli.runWith("a\tDas ist ein ganz gewöhnlicher Satz.\nb\tCeci est une phrase tout à fait ordinaire.\n",
        "produce", "-b", broker.bootstrapServers(), "-t", "run-texts", "--key-separator", "\\t");
    try (CliProcess run = CliProcess.start(directory, "run", "-b", broker.bootstrapServers(), "-c", config.toString(), "-m", MODEL)) {
      run.awaitErrorLine(PATIENCE, line -> line.contains("to=\"RUNNING\""));
      final Cli.Result labels = Cli.run("consume", "-b", broker.bootstrapServers(), "-t", "run-labels", "--print", "labels",
          "--key-separator", ":", "--from-beginning", "-n", "2", "--idle-seconds", "30");

      // When
      run.signal("TERM");

      // Then
      final Cli.Result result = run.end(PATIENCE);
      assertThat(labels.lines()).allMatch(line -> line.matches("(a:default de|b:default fr) [01]\\.\\d{6}")).hasSize(2);
      assertThat(result.status()).isEqualTo(ExitCode.TERMINATED.code());
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("pipeline stopped").doesNotContain("Exception", "Satz");
    }
  }

  @Test
  void shouldEndWith130OnCtrlC(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("run-ctrl-c", 1, Map.of());
    try (CliProcess run = CliProcess.start(directory, "run", "-b", broker.bootstrapServers(), "-m", MODEL,
        "--set", "labelstream.input.topic=run-ctrl-c", "--set", "labelstream.application.id=run-ctrl-c",
        "--set", "labelstream.topics.create=on", "--set", "labelstream.http.port=0")) {
      run.awaitErrorLine(PATIENCE, line -> line.contains("url=\"http://127.0.0.1:"));
      run.awaitErrorLine(PATIENCE, line -> line.contains("to=\"RUNNING\""));

      // When
      run.signal("INT");

      // Then
      assertThat(run.end(PATIENCE).status()).isEqualTo(ExitCode.INTERRUPTED.code());
    }
  }

  @Test
  void shouldNotStartUnderTheNameOfAProcessThatLives(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("run-taken", 1, Map.of());
    final RolloutTopic status = RolloutTopic.status("run-taken.status");
    topics.create(status.name(), status.partitions(), status.settings());
    try (StatusPublisher _ = StatusPublisher.start(
        new StatusPublisher.Settings(status.name(), "host-1", "token", "run-taken", Duration.ofSeconds(12), Duration.ofSeconds(3)),
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        () -> new StatusPublisher.Heartbeat(List.of("default"), "running", 0, InstanceState.Currency.CAUGHT_UP, 0, SharedConfig.none(), List.of()),
        InstantSource.system())) {
      topics.awaitFirst(status.name(), PATIENCE);

      // When
      final Cli.Result result;
      try (CliProcess run = CliProcess.start(directory, "run", "-b", broker.bootstrapServers(), "-m", MODEL, "--set", "labelstream.input.topic=run-taken",
          "--set", "labelstream.application.id=run-taken", "--set", "labelstream.topics.create=on", "--set", "labelstream.instance.id=host-1",
          "--set", "labelstream.control.topic=run-taken.models", "--set", "labelstream.status.topic=" + status.name())) {
        result = run.end(PATIENCE);
      }

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.DUPLICATE_INSTANCE.code());
      assertOneLine(result, "'host-1'");
    }
  }

  @Test
  void shouldNameTheBrokerThatDoesNotAnswer() throws Exception {
    // Given
    final String nobody = "127.0.0.1:" + unusedPort();

    // When
    final Cli.Result result = ended("run", "-b", nobody, "-m", MODEL);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.BROKER_UNREACHABLE.code());
    assertOneLine(result, nobody);
    assertThat(result.errors()).as("a client that tries again does not flood the log").hasSizeLessThan(5);
  }

  @Test
  void shouldAnswerProbesWhileItWaitsForABroker() throws Exception {
    // Given
    final String nobody = "127.0.0.1:" + unusedPort();
    try (CliProcess run = CliProcess.start(directory, "run", "-b", nobody, "-m", MODEL, "--set", "labelstream.http.port=0",
        "--set", "labelstream.start.timeout.ms=300000"); HttpClient client = HttpClient.newHttpClient()) {
      final Matcher url = URL.matcher(run.awaitErrorLine(PATIENCE, line -> URL.matcher(line).find()));
      assertThat(url.find()).isTrue();

      // When
      final HttpResponse<String> alive = client.send(HttpRequest.newBuilder(URI.create(url.group() + "/livez")).build(), BodyHandlers.ofString());
      final HttpResponse<String> ready = client.send(HttpRequest.newBuilder(URI.create(url.group() + "/readyz")).build(), BodyHandlers.ofString());

      // Then
      assertThat(alive.statusCode()).isEqualTo(200);
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("not ready: starting\n");
    }
  }

  @Test
  void shouldNameTheTopicThatIsMissing(final EmbeddedBroker broker) throws Exception {
    // When
    final Cli.Result result = ended("run", "-b", broker.bootstrapServers(), "-m", MODEL, "--set", "labelstream.input.topic=nowhere");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.TOPIC_MISSING.code());
    assertOneLine(result, "nowhere");
  }

  @Test
  void shouldNameThePortThatIsInUse(final EmbeddedBroker broker) throws Exception {
    // Given
    new Topics(broker.bootstrapServers()).create("run-port", 1, Map.of());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      // When
      final Cli.Result result = ended("run", "-b", broker.bootstrapServers(), "-m", MODEL, "--set", "labelstream.input.topic=run-port",
          "--set", "labelstream.application.id=run-port", "--set", "labelstream.topics.create=on",
          "--set", "labelstream.http.port=" + taken.getLocalPort());

      // Then
      assertThat(result.status()).isEqualTo(ExitCode.PORT_TAKEN.code());
      assertOneLine(result, "127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void shouldNameTheModelThatIsMissing() throws Exception {
    // When
    final Cli.Result result = ended("run", "-m", "missing.ftz");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertOneLine(result, "missing.ftz");
  }

  @Test
  void shouldSayWhyAModelIsRefused() throws Exception {
    // Given
    final Path text = Files.writeString(directory.resolve("text.ftz"), "no model at all");

    // When
    final Cli.Result result = ended("run", "-m", "default=" + text);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertOneLine(result, "text.ftz");
  }

  @Test
  void shouldNameTheNearestKeyOfAnUnknownOne() throws Exception {
    // When
    final Cli.Result result = ended("run", "-m", MODEL, "-Dlabelstream.input.topc=texts");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertOneLine(result, "labelstream.input.topic");
  }

  @Test
  void shouldPrintTheConfigurationWithSecretsHidden() throws Exception {
    // When
    final Cli.Result result = ended("run", "-m", MODEL, "--set", "kafka.ssl.keystore.password=hunter2", "--print-config");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.lines()).contains("kafka.ssl.keystore.password=[hidden]", "labelstream.slot.default.model=" + MODEL);
    assertThat(result.out() + result.err()).doesNotContain("hunter2");
  }

  private Cli.Result ended(final String... arguments) throws Exception {
    try (CliProcess run = CliProcess.start(directory, arguments)) {
      return run.end(PATIENCE);
    }
  }

  private static void assertOneLine(final Cli.Result result, final String named) {
    assertThat(result.errors()).last().asString().startsWith("labelstream: ").contains(named);
    assertThat(result.errors().stream().filter(line -> line.startsWith("labelstream: "))).hasSize(1);
    assertThat(result.err()).doesNotContain("\tat ");
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
