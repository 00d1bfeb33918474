package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever does not get in is told why in one line, with what to do and without the password. */
@ExtendWith(SecuredBroker.Shared.class)
class CredentialsIT {
  private static final String TOPIC = "kept";
  private static final String USER = "ann";
  private static final String PASSWORD = "canary-right";
  private static final String WRONG = "canary-wrong";

  @TempDir private static Path folder;
  private static SecuredBroker broker;
  private static Path model;

  @BeforeAll
  static void knowsOneUser(final SecuredBroker shared) throws Exception {
    broker = shared;
    broker.topics().create(TOPIC, 1, Map.of());
    broker.user(USER, PASSWORD);
    model = Files.write(folder.resolve("model.bin"), new FastTextModelFile(1).bytes());
  }

  /**
   * Properties by which a client does not get in.
   *
   * @param says what the line has to contain
   */
  private record Mistake(String name, Map<String, String> changes, ExitCode exitCode, String... says) {
    Map<String, String> client() {
      final Map<String, String> client = broker.credentials(USER, PASSWORD);
      client.putAll(changes);
      client.values().removeIf(String::isEmpty);
      return client;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("wrong password", Map.of("sasl.jaas.config", login(USER, WRONG)), ExitCode.BROKER_REFUSED, "refuses the credentials", "sasl.jaas.config"),
        new Mistake("unknown user", Map.of("sasl.jaas.config", login("bob", WRONG)), ExitCode.BROKER_REFUSED, "refuses the credentials", "sasl.jaas.config"),
        new Mistake("other mechanism", Map.of("sasl.mechanism", "SCRAM-SHA-256"), ExitCode.BROKER_REFUSED, "SCRAM-SHA-512", "sasl.mechanism"),
        new Mistake("untrusted certificate", Map.of("ssl.truststore.location", "", "ssl.truststore.type", ""), ExitCode.BROKER_REFUSED,
            "no TLS connection", "unable to find valid certification path", "ssl.truststore.location"),
        new Mistake("other host name", Map.of("bootstrap.servers", "localhost:" + broker.securedPort()), ExitCode.BROKER_REFUSED,
            "no TLS connection", "localhost", "host name"),
        new Mistake("no TLS", Map.of("security.protocol", "PLAINTEXT"), ExitCode.BROKER_UNREACHABLE, broker.secured(), "security.protocol"),
        new Mistake("no right", Map.of(), ExitCode.BROKER_REFUSED, "administrator gives", broker.secured()),
        new Mistake("no truststore", Map.of("ssl.truststore.location", "/no/such/file"), ExitCode.CONFIGURATION, "'/no/such/file' cannot be read"),
        new Mistake("no login module", Map.of("sasl.jaas.config", "no.Module required password=\"" + WRONG + "\";"), ExitCode.CONFIGURATION, "no.Module"),
        new Mistake("password without quotes", Map.of("sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=ann password=x " + WRONG + ";"), ExitCode.CONFIGURATION, "sasl.jaas.config"),
        new Mistake("no semicolon", Map.of("sasl.jaas.config", login(USER, WRONG).replace(";", "")), ExitCode.CONFIGURATION, "sasl.jaas.config"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shouldSayWhyNobodyGetsIn(final Mistake mistake) throws Exception {
    // Given
    final Map<String, String> client = mistake.client();
    final String limit = mistake.exitCode() == ExitCode.BROKER_UNREACHABLE ? "1000" : "100000";
    client.putAll(Map.of("request.timeout.ms", limit, "default.api.timeout.ms", limit));
    final String file = broker.file("client.properties", client).toString();
    final Map<String, String> settings = new HashMap<>(Map.of("labelstream.input.topic", TOPIC, "labelstream.slot.default.model", model.toString(),
        "labelstream.start.timeout.ms", limit));
    client.forEach((key, value) -> settings.put("kafka." + key, value));
    final String config = broker.file("run.properties", settings).toString();
    final List<Cli.Result> results = new ArrayList<>();
    final List<String> logged;
    try (LogLines log = LogLines.capture()) {
      // When
      results.add(Cli.run("run", "--config", config));
      results.add(Cli.run("run", "--config", config, "--set", "labelstream.control.topic=" + TOPIC + ".models"));
      results.add(Cli.run("replay-verify", "--from", "0", "--config", config));
      results.add(Cli.runWith("x\n", "produce", "--topic", TOPIC, "--command-config", file));
      results.add(Cli.run("consume", "--topic", TOPIC, "--command-config", file));
      results.add(Cli.run("train", "--topic", TOPIC, "--out", folder.resolve("trained.bin").toString(), "--command-config", file));
      for (final List<String> verb : List.of(List.of("status"), List.of("history", "--slot", "x"), List.of("prune-artifacts"), List.of("rollback", "--slot", "x"),
          List.of("withdraw", "--slot", "x", "--version", "1"), List.of("announce", model.toString(), "--slot", "x", "--version", "1"))) {
        results.add(Cli.run(Stream.concat(verb.stream(), Stream.of("--command-config", file)).toArray(String[]::new)));
      }
      logged = List.copyOf(log.lines());
    }

    // Then
    assertThat(results).allSatisfy(result -> {
      assertThat(result.errors()).as(result.toString()).hasSize(1);
      assertThat(result.err()).contains(mistake.says()).doesNotContain("canary", "Exception");
      assertThat(result.status()).as(result.err()).isEqualTo(mistake.exitCode().code());
      assertThat(result.out()).isEmpty();
    });
    assertThat(logged).noneMatch(line -> line.contains("canary"));
  }

  private static String login(final String user, final String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\"" + password + "\";";
  }
}
