package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Decisions;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class ObservationIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LEAD = Duration.ofMillis(1_500);
  private static final String SLOT = "topic";
  private static final String CANARY = "canarium7f3a";

  private final HttpClient client = HttpClient.newHttpClient();
  private String name = "";
  private Map<String, Object> kafka = Map.of();
  private Topics topics;

  @TempDir private Path models;

  @BeforeEach
  void nameTopicsAfterTheTest(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    this.name = "observe-" + test.getTestMethod().orElseThrow().getName();
    this.kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    this.topics = new Topics(broker.bootstrapServers());
    topics.create(name, 3, Map.of());
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  @Test
  void shouldShowARolloutAndNothingOfATextInIt() throws Exception {
    // Given
    final Path first = model("first", "__label__a");
    final Path second = model("second", "__label__b");
    try (LogLines log = LogLines.capture(Level.DEBUG);
        Pipeline pipeline = opened(rollout(Map.of("labelstream.slot." + SLOT + ".model", first.toString(), "kafka.num.stream.threads", "2",
            "labelstream.rollout.linger.ms", "200")));
        Observation observation = shown(pipeline);
        Announcer announcer = announcer()) {
      final HttpResponse<String> before = get(observation, "/readyz?verbose");
      pipeline.start();
      await(observation, "/readyz", response -> response.statusCode() == 200);

      // When
      send(20);
      awaitMetric(observation, labelled("first", digest(first).substring(0, 12)), 20);
      announcer.announce(draft("shadow", reference(second), new Traffic.Shadow()), PATIENCE);
      awaitServing(observation, "shadow");
      send(20);
      awaitMetric(observation, new PrometheusText.Series("labelstream_shadow_records_total", Map.of("slot", SLOT, "outcome", "disagreed")), 20);
      final Announcer.Announced broken = announcer.announce(
          draft("broken", new ArtifactReference(second.toUri().toString(), Files.size(second), "0".repeat(64)), new Traffic.Live()), PATIENCE);
      Decisions.await(announcer, broken, PATIENCE);
      topics.send(List.of(new ProducerRecord<>(name + ".models", bytes(SLOT + "/77"), bytes(CANARY))));
      announcer.announce(draft("2", reference(second), new Traffic.Live()), PATIENCE);
      awaitServing(observation, "2");
      send(20);
      topics.send(List.of(new ProducerRecord<>(name, bytes("key"), bytes("{" + CANARY))));

      // Then
      assertThat(before.statusCode()).isEqualTo(503);
      assertThat(before.body()).contains("[-]control-caught-up", "not confirmed yet", "[-]streams-running state=ready");
      awaitMetric(observation, labelled("model", "2"), 20);
      awaitMetric(observation, new PrometheusText.Series("labelstream_dead_letters_total", Map.of("reason", "undecodable")), 1);
      Deadline.within(PATIENCE, "no metric of Kafka lost", () -> KafkaMetricsTest.lost(pipeline.streams().metrics(), scrape(observation)), List::isEmpty);
      final PrometheusText scraped = Deadline.within(
          PATIENCE, "caught up", () -> scrape(observation), metrics -> metrics.value("labelstream_control_caught_up") == 1);
      assertThat(scraped.series("kafka_consumer_fetch_manager_records_lag")).extracting(series -> series.labels().get("partition")).contains("0", "1", "2");
      assertThat(scraped.value("labelstream_meters_refused_total")).isZero();
      assertThat(scraped.value("labelstream_pipeline_state", "state", "running")).isEqualTo(1);
      assertThat(scraped.value("labelstream_control_lag")).isZero();
      assertThat(scraped.value("labelstream_control_position")).as("four records and two verdicts").isEqualTo(6);
      assertThat(scraped.value("labelstream_control_confirmation_age_seconds")).isBetween(0.0, LEAD.toMillis() / 2000.0);
      assertThat(scraped.value("labelstream_rejections_total", "code", "digest-differs")).isEqualTo(1);
      assertThat(scraped.value("labelstream_rejections_total", "code", "unreadable")).isEqualTo(1);
      assertThat(scraped.value("labelstream_active_version_info",
          "slot", SLOT, "model", "model", "version", "2", "sha256", digest(second).substring(0, 12), "traffic", "live")).isEqualTo(1);
      assertThat(scraped.value("labelstream_resident_bytes")).isPositive();
      assertThat(scraped.value("labelstream_memory_budget_bytes")).isEqualTo(1 << 30);
      assertThat(scraped.value("labelstream_holds")).as("three tasks, three versions").isBetween(0.0, 9.0);
      assertThat(scraped.series("labelstream_swap_step_seconds")).extracting(series -> series.labels().get("step")).as("what is open is not fetched again").containsExactly("proved");
      assertThat(scraped.value("labelstream_processing_seconds_count")).isGreaterThanOrEqualTo(60);
      Deadline.within(PATIENCE, "the released version is gone", () -> scrape(observation).series("labelstream_records_labelled_total"),
          series -> series.stream().noneMatch(each -> "first".equals(each.labels().get("model"))));
      for (final String page : List.of("/livez", "/readyz?verbose", "/metrics", "/models")) {
        await(observation, page, response -> response.statusCode() == 200);
        assertThat(get(observation, page).body()).doesNotContain(CANARY);
      }
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(CANARY));
      assertThat(log.lines()).anyMatch(line -> line.contains("url=\"" + observation.url()));
    }
  }

  @Test
  void shouldLiveAndNotBeReadyBeforeAVersionIsAnnounced() throws Exception {
    // Given
    final Path only = model("only", "__label__a");
    try (Pipeline pipeline = opened(rollout(Map.of())); Observation observation = shown(pipeline)) {
      pipeline.start();

      // When
      final HttpResponse<String> waiting = await(observation, "/readyz?verbose", response -> response.body().contains("[+]control-caught-up ok: lag=0"));
      final int live = get(observation, "/livez").statusCode();
      try (Announcer announcer = announcer()) {
        announcer.announce(new Announcement(SLOT, 1, "model", "1", "fasttext", reference(only), Optional.empty(), new Traffic.Live(),
            new EffectiveFrom.Beginning(), Reach.FORWARD, "", ""), PATIENCE);
      }
      final HttpResponse<String> ready = await(observation, "/readyz?verbose", response -> response.statusCode() == 200);

      // Then
      assertThat(waiting.statusCode()).isEqualTo(503);
      assertThat(waiting.body()).contains("[-]model-active slot=topic: no version is active\n", "[-]streams-running state=waiting-for-control");
      assertThat(live).isEqualTo(200);
      assertThat(ready.body()).contains("[+]model-active ok: slot=topic\n", "[+]streams-running ok\n");
    }
  }

  @Test
  void shouldShowAPipelineWithoutAControlTopic() throws Exception {
    // Given
    final Path model = model("only", "__label__a");
    try (Pipeline pipeline = opened(settings(Map.of("labelstream.slot." + SLOT + ".model", model.toString())));
        Observation observation = shown(pipeline)) {
      pipeline.start();
      send(5);

      // When
      awaitMetric(observation, labelled("only", digest(model).substring(0, 12)), 5);
      final HttpResponse<String> ready = await(observation, "/readyz?verbose", response -> response.statusCode() == 200);
      final PrometheusText scraped = scrape(observation);
      final JsonNode version = new ObjectMapper().readTree(get(observation, "/models").body()).at("/slots/0/versions/0");

      // Then
      assertThat(ready.body()).isEqualTo("[+]model-active ok: slot=topic\n[+]streams-running ok\nok\n");
      assertThat(scraped.types().keySet()).noneMatch(family -> family.startsWith("labelstream_control"));
      assertThat(scraped.value("labelstream_resident_bytes")).isPositive();
      assertThat(version.at("/sha256").asText()).isEqualTo(digest(model));
      assertThat(version.at("/serving/0").asText()).isEqualTo("live");
      assertThat(version.at("/effectiveFrom/0").isNull()).isTrue();
    }
  }

  @Test
  void shouldServeNothingUnlessAPortIsSet() throws Exception {
    // Given
    final Path model = model("only", "__label__a");
    final PipelineConfig config =
        PipelineConfig.of(settings(Map.of("labelstream.slot." + SLOT + ".model", model.toString(), "labelstream.http.port", "-1")));

    // When
    final Optional<Observation> observation = Observation.start(config);

    // Then
    assertThat(observation).isEmpty();
  }

  @Test
  void shouldLiveAndNotBeReadyBeforeThereIsAPipeline() throws Exception {
    // Given
    final PipelineConfig config = PipelineConfig.of(settings(Map.of("labelstream.slot." + SLOT + ".model", model("only", "__label__a").toString())));

    // When
    try (Observation observation = Observation.start(config).orElseThrow()) {

      // Then
      assertThat(get(observation, "/livez").statusCode()).isEqualTo(200);
      assertThat(get(observation, "/readyz")).satisfies(response -> {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("not ready: starting\n");
      });
      assertThat(get(observation, "/models").statusCode()).isEqualTo(503);
      assertThat(get(observation, "/metrics").body()).contains("jvm_memory_used_bytes").doesNotContain("labelstream_pipeline_state");
    }
  }

  @Test
  void shouldRefuseAPortThatIsInUse() throws Exception {
    // Given
    final Path model = model("only", "__label__a");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      final PipelineConfig config = PipelineConfig.of(settings(Map.of(
          "labelstream.slot." + SLOT + ".model", model.toString(), "labelstream.http.port", Integer.toString(taken.getLocalPort()))));

      // When / Then
      assertThatThrownBy(() -> Observation.start(config)).isInstanceOf(BindException.class);
    }
  }

  private Map<String, String> settings(final Map<String, String> more) {
    final Map<String, String> settings = new HashMap<>(Map.of(
        "kafka.bootstrap.servers", kafka.get("bootstrap.servers").toString(),
        "labelstream.application.id", name,
        "labelstream.input.topic", name,
        "labelstream.input.format", "json",
        "labelstream.output.topic", name + ".out",
        "labelstream.topics.create", "on",
        "labelstream.slots", SLOT,
        "labelstream.http.port", "0"));
    settings.putAll(more);
    return settings;
  }

  private Map<String, String> rollout(final Map<String, String> more) {
    final Map<String, String> settings = settings(Map.of(
        "labelstream.control.topic", name + ".models",
        "labelstream.status.topic", name + ".status",
        "labelstream.rollout.lead.ms", Long.toString(LEAD.toMillis()),
        "labelstream.rollout.fetch.timeout.ms", "1000",
        "labelstream.rollout.locations", models.toAbsolutePath().toString()));
    settings.putAll(more);
    return settings;
  }

  private static Pipeline opened(final Map<String, String> settings) throws Exception {
    return Pipeline.open(PipelineConfig.of(settings));
  }

  private static Observation shown(final Pipeline pipeline) throws Exception {
    final Observation observation = Observation.start(pipeline.config()).orElseThrow();
    observation.show(pipeline);
    return observation;
  }

  private Announcer announcer() throws Exception {
    return Announcer.open(kafka, name + ".models", Lead.of(LEAD), Trust.none(), Optional.empty(), PATIENCE);
  }

  private static Announcement draft(final String version, final ArtifactReference artifact, final Traffic traffic) {
    return new Announcement(SLOT, 1, "model", version, "fasttext", artifact, Optional.empty(), traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD,
        "", "");
  }

  /** A model that knows one label. */
  private Path model(final String file, final String label) throws Exception {
    return Files.write(models.resolve(file + ".bin"), new FastTextModelFile(1).labels(label).bytes());
  }

  private static ArtifactReference reference(final Path file) throws Exception {
    return new ArtifactReference(file.toUri().toString(), Files.size(file), digest(file));
  }

  private static String digest(final Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private void send(final int count) throws Exception {
    topics.send(IntStream.range(0, count)
        .mapToObj(number -> new ProducerRecord<>(name, bytes("key-" + number), bytes("{\"text\":\"" + CANARY + " " + number + "\"}")))
        .toList());
  }

  private static PrometheusText.Series labelled(final String model, final String version) {
    return new PrometheusText.Series("labelstream_records_labelled_total", Map.of("slot", SLOT, "model", model, "version", version));
  }

  private void awaitMetric(final Observation observation, final PrometheusText.Series series, final double least) {
    Deadline.within(PATIENCE, series.toString(), () -> scrape(observation).values().getOrDefault(series, 0.0), value -> value >= least);
  }

  private void awaitServing(final Observation observation, final String version) {
    Deadline.within(PATIENCE, "version " + version, () -> scrape(observation).series("labelstream_active_version_info"),
        active -> active.stream().anyMatch(series -> version.equals(series.labels().get("version"))));
  }

  private HttpResponse<String> await(final Observation observation, final String page, final Predicate<HttpResponse<String>> done) {
    return Deadline.within(PATIENCE, page, () -> get(observation, page), done);
  }

  private PrometheusText scrape(final Observation observation) throws Exception {
    return PrometheusText.parse(get(observation, "/metrics").body());
  }

  private HttpResponse<String> get(final Observation observation, final String page) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(observation.url() + page)).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
