package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.cli.CliProcess;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.wire.avro.Artifact;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.util.Utf8;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline whose texts, keys, headers, labels and secrets all have a canary in them, and whose topics hold records of somebody who means harm. Nothing of it gets
 * into a log, a metric, a status or an error, and what people look at has no character that acts on a terminal, forges a line or reverses reading.
 */
@ExtendWith(SecuredBroker.Shared.class)
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "watched";
  private static final String SLOT = "language";
  private static final String CANARY = "kanarienvogel";
  private static final String TEXT = CANARY + "-text";
  private static final String KEY = CANARY + "-key";
  private static final String HEADER = CANARY + "-header";
  private static final String LABEL = CANARY + "-label";
  private static final String PASSWORD = CANARY + "-password";
  private static final String QUERY = CANARY + "-query";
  private static final String FORGED = "2026-11-30T00:00:00.000Z WARN  VersionKeeper all is well";
  private static final String HOSTILE = "\033]0;owned\007\033[2J\n" + FORGED + "\r\u202Etfel\u009B31m\u2028";
  private static final String LONG = "\033[31mlong".repeat(450);
  private static final Pattern ACTS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final HostileRecords HOSTILES = new HostileRecords(NAME, SLOT, NAME + ".models", NAME + ".status");

  @TempDir private Path folder;

  private final Map<String, String> client = new HashMap<>();
  private final Map<String, List<String>> shown = new LinkedHashMap<>();

  @BeforeEach
  void makesUserAndTopics(final SecuredBroker broker) throws Exception {
    client.putAll(broker.user(NAME, PASSWORD));
    client.putAll(Map.of("ssl.truststore.type", "PKCS12", "ssl.truststore.password", PASSWORD,
        "ssl.truststore.location", truststore(Path.of(client.get("ssl.truststore.location"))).toString()));
    broker.grantAll(NAME);
    broker.topics().create(NAME, 1, Map.of());
    for (final RolloutTopic topic : List.of(
        RolloutTopic.control(NAME + ".models"), RolloutTopic.status(NAME + ".status"), RolloutTopic.artifacts(NAME + ".artifacts"))) {
      broker.topics().create(topic.name(), 1, topic.settings());
    }
  }

  @Test
  void shouldShowNothingOfTextsLabelsAndSecretsAndNothingThatActsOnWhoReadsIt(final SecuredBroker broker) throws Exception {
    // Given
    final Path base = model("base", 1);
    final Path next = model("next", 2);
    final List<ConsumerRecord<byte[], byte[]>> letters;
    try (EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.start(0)) {
      final String config = broker.file("watched.properties", settings(registry.url())).toString();
      try (CliProcess run = CliProcess.start(folder, List.of("-Dlabelstream.log.level=TRACE", "-Dlabelstream.log.others=DEBUG"), "run", "--config", config,
          "--model", SLOT + "=" + base)) {
        final String served = run.awaitErrorLine(PATIENCE, line -> line.contains("url=\"http"));
        run.awaitErrorLine(PATIENCE, line -> line.contains("to=\"RUNNING\""));
        show("announce", verb(broker, "announce", next.toString(), "--slot", SLOT, "--version", "2", "--shadow", "--note", HOSTILE));

        // When
        announceWithHarm(broker, base);
        Deadline.within(PATIENCE, "a disagreement", () -> {
          broker.topics().send(List.of(text(System.currentTimeMillis(), json(TEXT))));
          return broker.topics().size(NAME + ".out.shadow");
        }, size -> size > 0);
        final long now = System.currentTimeMillis();
        broker.topics().send(List.of(text(1, json(TEXT)), text(now + 600_000, json(TEXT)), text(now, "{\"text\":" + TEXT),
            text(now, "{\"" + TEXT + HOSTILE + "\":\"" + TEXT + "\"}"), text(now, json(TEXT.repeat(20))), text(now, TEXT + HOSTILE)));
        letters = broker.topics().read(NAME + ".dead", 5, PATIENCE);
        for (final String part : List.of("samples-differ", "samples-unreadable", "location-unreadable", "location-forbidden", "config-differs", "code=\"invalid\"")) {
          run.awaitErrorLine(PATIENCE, line -> line.contains(part));
        }

        // Then
        Deadline.within(PATIENCE, "the rejections on the status topic", () -> verb(broker, "status"), result -> result.out().contains("samples-unreadable"));
        showVerbs(broker, config, base);
        showPages(served.replaceAll(".*url=\"([^\"]+)\".*", "$1"));
        shown.put("managed beans", ManagedBeans.of(run.pid()));
        assertThat(shown.get("managed beans")).anyMatch(line -> line.startsWith("kafka.streams:"));
        run.signal("TERM");
        show("log", run.end(PATIENCE));
      }
    }
    shown.put("status topic", broker.topics().read(NAME + ".status", 1, PATIENCE).stream().map(record -> string(record.key()) + string(record.value())).toList());
    shown.put("verdicts", broker.topics().read(NAME + ".models", 1, PATIENCE).stream().filter(record -> string(record.key()).endsWith("/verdict/host-1"))
        .map(record -> string(record.value())).toList());
    assertThat(letters).allSatisfy(letter -> assertThat(string(letter.value())).contains(TEXT));
    shown.put("headers of dead letters", letters.stream().map(CanaryIT::diagnosis).toList());
    assertThat(broker.topics().read(NAME + ".out", 1, PATIENCE)).allSatisfy(record -> assertThat(string(record.value())).contains(LABEL).doesNotContain(TEXT));
    assertThat(broker.topics().read(NAME + ".out.shadow", 1, PATIENCE)).allSatisfy(record -> assertThat(string(record.value())).contains(LABEL).doesNotContain(TEXT));
    assertThat(shown.get("log")).anyMatch(line -> line.contains("DEBUG StreamThread")).anyMatch(line -> line.contains("model rejected"));
    shown.forEach((name, lines) -> assertThat(lines).as(name).noneMatch(line -> line.contains(CANARY)));
  }

  private void announceWithHarm(final SecuredBroker broker, final Path model) throws Exception {
    final Artifact sound = artifact(model.toUri().toString(), model);
    final Path different = Files.writeString(folder.resolve("different"),
        "{\"text\":\"" + TEXT + "\",\"labels\":[{\"name\":\"" + LABEL + "\\u001b[2J\",\"score\":0.123}]}\n");
    final Path damaged = Files.writeString(folder.resolve("damaged"), "{\"text\":\"" + TEXT + "\",\"labels\":[{\"name\":\"" + LABEL + "\",\"score\":7}]}\n");
    final Path unreadable = Files.writeString(folder.resolve("unreadable"), "{\"text\":\"" + TEXT + HOSTILE + "\",\"" + LABEL + "\":" + TEXT + "}\n");
    broker.topics().send(List.of(
        HOSTILES.announcement(100, HOSTILE, sound, artifact(different.toUri().toString(), different)),
        HOSTILES.announcement(101, HOSTILE, sound, artifact(damaged.toUri().toString(), damaged)),
        HOSTILES.announcement(102, HOSTILE, sound, artifact(unreadable.toUri().toString(), unreadable)),
        HOSTILES.announcement(103, HOSTILE, elsewhere("https://127.0.0.1:1/m?signature=" + QUERY), null),
        HOSTILES.announcement(104, HOSTILE, elsewhere("https://ann:" + PASSWORD + "@127.0.0.1:1/m"), null),
        HOSTILES.announcement(105, HOSTILE, elsewhere("file:///m?signature=" + QUERY), null),
        HOSTILES.announcement(106, HOSTILE, elsewhere("kafka:" + HOSTILE), null),
        HOSTILES.announcement(107, HOSTILE, elsewhere("file:///" + LONG), null),
        HOSTILES.announcement(108, HOSTILE),
        HOSTILES.announcement(109, LONG),
        HOSTILES.announcementFor(HOSTILE),
        HOSTILES.veto(100, 2, "host-2", "samples-differ", HOSTILE),
        HOSTILES.veto(100, 2, HOSTILE, HOSTILE, HOSTILE),
        HOSTILES.garbage(NAME + ".models", HOSTILE),
        HOSTILES.garbage(NAME + ".status", HOSTILE),
        HOSTILES.instance("host-2", HOSTILE),
        HOSTILES.instance(HOSTILE, HOSTILE),
        HOSTILES.instance("host-3", LONG),
        HOSTILES.version("host-2", HOSTILE, SLOT, null),
        HOSTILES.version("host-2", HOSTILE, SLOT, 1L),
        HOSTILES.version("host-2", HOSTILE, "", 2L),
        HOSTILES.version(HOSTILE, HOSTILE, HOSTILE, 1L),
        HOSTILES.version("host-3", LONG, SLOT, 1L)));
  }

  private void showVerbs(final SecuredBroker broker, final String config, final Path model) {
    final String named = SLOT + "=" + model;
    show("status", verb(broker, "status"));
    show("status json", verb(broker, "status", "--format", "json"));
    show("history", verb(broker, "history", "--slot", SLOT));
    show("withdraw", verb(broker, "withdraw", "--slot", SLOT, "--version", HOSTILE));
    show("rollback", verb(broker, "rollback", "--slot", SLOT, "--to", LONG));
    show("announce once more", verb(broker, "announce", model.toString(), "--slot", SLOT, "--version", "2", "--staged"));
    show("prune-artifacts", verb(broker, "prune-artifacts", "--artifact-topic", NAME + ".artifacts", "--dry-run"));
    for (final String samples : List.of("different", "damaged", "unreadable")) {
      show("verify " + samples, Cli.run("verify", model.toString(), "--samples", folder.resolve(samples).toString()));
    }
    show("replay-verify", Cli.run("replay-verify", "--from", "0", "--config", config, "--model", named));
    show("topics", Cli.run("topics", "--config", config, "--model", named));
    show("rights", Cli.run("rights", "--config", config, "--model", named));
    show("print-config", Cli.run("run", "--config", config, "--model", named, "--print-config"));
    show("a text that is no label", Cli.run("consume", "--topic", NAME, "--print", "labels", "--from-beginning", "-n", "1", "--command-config", file(broker)));
  }

  private void showPages(final String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (final String page : List.of("/metrics", "/models", "/readyz?verbose", "/livez", "/" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8))) {
        final HttpRequest request = HttpRequest.newBuilder(URI.create(url + page)).build();
        show(page, new Cli.Result(0, http.send(request, HttpResponse.BodyHandlers.ofString()).body(), ""));
      }
    }
  }

  /** Keeps the lines that a person sees, none of which does anything to a terminal. A stack trace begins its lines with a tab. */
  private void show(final String name, final Cli.Result output) {
    final List<String> lines = Stream.of((output.out() + output.err()).replace("\n\tat ", "\nat ").split("\n")).toList();
    assertThat(lines).as(name).noneMatch(line -> ACTS.matcher(line).find()).noneMatch(line -> line.startsWith(FORGED));
    assertThat(output.err()).as(name).doesNotContain("\nat ");
    shown.put(name, lines);
  }

  private Cli.Result verb(final SecuredBroker broker, final String... words) {
    final List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--control-topic", NAME + ".models", "--status-topic", NAME + ".status", "--command-config", file(broker)));
    return Cli.run(all.toArray(String[]::new));
  }

  private String file(final SecuredBroker broker) {
    return broker.file("watched.client", client).toString();
  }

  private Map<String, String> settings(final URI registry) {
    final Map<String, String> settings = new HashMap<>(Map.of("labelstream.application.id", NAME, "labelstream.input.topic", NAME,
        "labelstream.output.topic", NAME + ".out", "labelstream.topics.create", "on", "labelstream.input.format", "json", "labelstream.output.format", "avro",
        "labelstream.max.text.bytes", "300", "labelstream.slots", SLOT, "labelstream.slot." + SLOT + ".model.name", "base"));
    settings.putAll(Map.of("labelstream.control.topic", NAME + ".models", "labelstream.status.topic", NAME + ".status",
        "labelstream.artifact.topic", NAME + ".artifacts", "labelstream.instance.id", "host-1", "labelstream.rollout.lead.ms", "1000",
        "labelstream.rollout.fetch.timeout.ms", "600", "labelstream.rollout.locations", folder + ",https://127.0.0.1:1/", "labelstream.http.port", "0"));
    settings.putAll(Map.of("labelstream.schema.registry.url", "http://ann:" + PASSWORD + "@" + registry.getAuthority(),
        "labelstream.schema.registry.basic.auth.credentials.source", "URL"));
    client.forEach((key, value) -> settings.put("kafka." + key, value));
    return settings;
  }

  /** With a label that has the canary; and it would act on a terminal. */
  private Path model(final String name, final long seed) throws Exception {
    final String file = name + HOSTILE.replace("\n", "\t") + ".bin";
    return Files.write(folder.resolve(file), new FastTextModelFile(seed).labels("__label__" + LABEL + HOSTILE, "__label__" + LABEL + seed).bytes());
  }

  private static Artifact artifact(final String location, final Path file) throws Exception {
    return new Artifact(new Utf8(location), Files.size(file), new Utf8(Sha256.of(file)));
  }

  private static Artifact elsewhere(final String location) {
    return new Artifact(new Utf8(location), 1L, new Utf8(Sha256.of(location.getBytes(StandardCharsets.UTF_8))));
  }

  private Path truststore(final Path certificate) throws Exception {
    final KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry("broker", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    final Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static String json(final String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  private static ProducerRecord<byte[], byte[]> text(final long timestamp, final String value) {
    final ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(NAME, null, timestamp, (KEY + HOSTILE).getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    record.headers().add(HEADER + HOSTILE, (HEADER + HOSTILE).getBytes(StandardCharsets.UTF_8));
    return record;
  }

  /** The headers of a dead letter, without the record's own. */
  private static String diagnosis(final ConsumerRecord<byte[], byte[]> letter) {
    return StreamSupport.stream(letter.headers().spliterator(), false).filter(header -> !header.key().startsWith(HEADER))
        .map(header -> header.key() + "=" + string(header.value())).collect(Collectors.joining(" "));
  }

  private static String string(final byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
