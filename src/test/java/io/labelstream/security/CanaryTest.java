package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.fixture.FastTextModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A canary in every secret of a configuration that is wrong in one way or another: no complaint about it has it, and no list of settings. */
class CanaryTest {
  private static final String CANARY = "kanarienvogel";

  @TempDir private Path folder;

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
        Map.of("labelstream.control.topic", "models", "labelstream.rollout.locations", "http://user:" + CANARY + "@host/path"),
        Map.of("labelstream.control.topic", "models", "labelstream.rollout.locations", "https://user:a," + CANARY + "@host/path"),
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

  private String write(final String file, final Map<String, String> settings) throws Exception {
    return Files.write(folder.resolve(file), settings.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList()).toString();
  }
}
