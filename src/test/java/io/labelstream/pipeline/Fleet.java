package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Decisions;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.Topics;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.CanaryKeys;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.ControlTopicReader;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.rollout.kafka.VersionState;
import io.labelstream.topology.StartupException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Pipelines of one application under rollouts, with what announces, publishes and reads for them. Topics are named after the application. */
final class Fleet {
  static final String SLOT = "topic";
  static final Duration LEAD = Duration.ofMillis(2_000);
  static final Duration PATIENCE = Duration.ofMinutes(5);
  static final int PARTITIONS = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Map<String, Object> kafka;
  private final Topics topics;
  private final Path models;

  Fleet(final String name, final String bootstrapServers, final Path models) {
    this.name = name;
    this.kafka = Map.of("bootstrap.servers", bootstrapServers);
    this.topics = new Topics(bootstrapServers);
    this.models = models;
  }

  String name() {
    return name;
  }

  Map<String, Object> kafka() {
    return kafka;
  }

  Topics topics() {
    return topics;
  }

  void createInput() throws Exception {
    topics.create(name, PARTITIONS, Map.of());
  }

  /** The settings of an instance without a base version. */
  Map<String, String> settings(final String instance, final Map<String, String> more) {
    final Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", kafka.get("bootstrap.servers").toString());
    settings.put("kafka.consumer.session.timeout.ms", "6000");
    settings.put("kafka.consumer.heartbeat.interval.ms", "1500");
    settings.put("labelstream.application.id", name);
    settings.put("labelstream.input.topic", name);
    settings.put("labelstream.output.topic", name + ".out");
    settings.put("labelstream.topics.create", "on");
    settings.put("labelstream.slots", SLOT);
    settings.put("labelstream.control.topic", name + ".models");
    settings.put("labelstream.status.topic", name + ".status");
    settings.put("labelstream.artifact.topic", name + ".artifacts");
    settings.put("labelstream.instance.id", instance);
    settings.put("labelstream.rollout.lead.ms", Long.toString(LEAD.toMillis()));
    settings.put("labelstream.rollout.fetch.timeout.ms", Long.toString(LEAD.toMillis() * 2 / 3));
    settings.put("labelstream.rollout.locations", models.toAbsolutePath().toString());
    settings.putAll(more);
    return settings;
  }

  Pipeline start(final String instance, final Map<String, String> more) throws StartupException, InterruptedException {
    final Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings(instance, more)));
    pipeline.start();
    return pipeline;
  }

  /** Another application that reads the same input. */
  Map<String, String> apart(final String application) {
    return with("labelstream.application.id", application, "labelstream.output.topic", application + ".out");
  }

  static void awaitRunning(final Pipeline pipeline) {
    Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
  }

  /** A model that knows one label, so that a label tells the model. */
  Path model(final String file, final String label) throws Exception {
    return Files.write(models.resolve(file + ".bin"), new FastTextModelFile(1).labels("__label__" + label).bytes());
  }

  static ArtifactReference reference(final Path file) throws Exception {
    return new ArtifactReference(file.toAbsolutePath().toUri().toString(), Files.size(file), Sha256.of(file));
  }

  static Announcement live(final String version, final ArtifactReference artifact) {
    return of(version, artifact, new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  static Announcement first(final String version, final ArtifactReference artifact) {
    return of(version, artifact, new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD);
  }

  static Announcement of(
      final String version, final ArtifactReference artifact, final Traffic traffic, final EffectiveFrom effectiveFrom, final Reach reach) {
    return new Announcement(SLOT, 1, "model", version, "fasttext", artifact, Optional.empty(), traffic, effectiveFrom, reach, "", "");
  }

  Announcer announcer() throws Exception {
    return Announcer.open(kafka, name + ".models", Lead.of(LEAD), Trust.none(), Optional.empty(), PATIENCE);
  }

  /** Announces, and gives the entry that it became, once it counts. */
  Entry announce(final Announcement draft) throws Exception {
    final Entry entry = announceAny(draft);
    assertThat(entry.counts()).as("%s counts", entry).isTrue();
    return entry;
  }

  /** Announces, and gives the entry that it became, once it is decided whether it counts. */
  Entry announceAny(final Announcement draft) throws Exception {
    try (Announcer announcer = announcer()) {
      return Decisions.await(announcer, announcer.announce(draft, PATIENCE), PATIENCE);
    }
  }

  /** The slot by the control topic alone. */
  ControlLog controlLog(final Trust trust) throws Exception {
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), trust);
    try (ControlTopicReader reader = new ControlTopicReader(kafka, name + ".models")) {
      reader.read(PATIENCE).forEach(log::append);
    }
    return log;
  }

  Timeline timeline() throws Exception {
    return controlLog(Trust.none()).timeline(SLOT);
  }

  List<VersionState> status() throws Exception {
    try (StatusReader reader = new StatusReader(kafka, name + ".status")) {
      return reader.read(PATIENCE).versions();
    }
  }

  /** Waits until the clock is past the effective time of an entry by a while. */
  static void awaitEffective(final Entry entry, final Duration margin) {
    Deadline.within(PATIENCE, "a while after the effective time", System::currentTimeMillis,
        now -> now > entry.effectiveFrom() + margin.toMillis());
  }

  /** Waits until the status topic has these codes, and no others, of an instance: by version, and by {@code @offset} for control records. */
  void awaitCodes(final String instance, final Map<String, String> expected) {
    Deadline.within(PATIENCE, "rejections by " + instance + ", expected " + expected, () -> codes(instance), expected::equals);
  }

  Map<String, String> codes(final String instance) throws Exception {
    return status().stream()
        .filter(state -> state.instance().equals(instance) && !state.code().isEmpty())
        .collect(Collectors.toMap(
            state -> state.version().isEmpty() ? "@" + state.controlOffset().orElse(-1) : state.version(), VersionState::code, (one, _) -> one,
            TreeMap::new));
  }

  Publisher publish(final Publisher.Texts texts) {
    return Publisher.start(kafka, texts);
  }

  /** Numbered texts of the moment under forty keys and none. */
  Publisher publish() {
    return publish(number -> text(null, System.currentTimeMillis(), number, number % 41 == 40 ? null : "key-" + number % 41));
  }

  /** A text with its number, and with a trace context, in its headers. */
  ProducerRecord<byte[], byte[]> text(final @Nullable Integer partition, final long timestamp, final long number, final @Nullable String key) {
    final ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(name, partition, timestamp, key == null ? null : bytes(key), bytes("alpha beta"));
    record.headers().add("number", bytes(Long.toString(number))).add("traceparent", bytes(traceparent(number)));
    return record;
  }

  static String traceparent(final long number) {
    return String.format("00-%032x-%016x-01", number + 1, number + 1);
  }

  List<Labelled> labels(final long count) throws Exception {
    return labels(name + ".out", count);
  }

  List<Labelled> labels(final String topic, final long count) throws Exception {
    final List<Labelled> labels = new ArrayList<>();
    for (final ConsumerRecord<byte[], byte[]> record : topics.read(topic, (int) count, PATIENCE)) {
      labels.add(Labelled.of(record, JSON.readTree(record.value())));
    }
    return labels;
  }

  /** Each of {@code count} numbered texts once, and those with the same key and from the same partition in their order. */
  static void assertOnceEachInOrder(final Collection<Labelled> labels, final long count) {
    final int[] times = new int[(int) count];
    labels.forEach(label -> times[(int) label.number()]++);
    assertThat(LongStream.range(0, count).filter(number -> times[(int) number] != 1).limit(10).boxed()).as("lost or repeated").isEmpty();
    final Map<String, Long> latest = new HashMap<>();
    for (final Labelled label : labels) {
      if (label.key() != null) {
        assertThat(label.number()).as("order under %s", label.keyText())
            .isGreaterThan(Optional.ofNullable(latest.put(label.origin() + label.keyText(), label.number())).orElse(-1L));
      }
    }
  }

  /** Every label is of the version that the timeline has for its time and key, and says so. */
  static void assertByTheirVersions(final Collection<Labelled> labels, final Timeline timeline) {
    assertThat(labels).isNotEmpty().allSatisfy(label -> {
      final Entry expected = choice(timeline, label.timestamp(), label.key());
      assertThat(label.version()).isEqualTo(expected.announcement().version());
      assertThat(label.model("sha256")).isEqualTo(expected.announcement().artifact().sha256());
      assertThat(label.model("controlOffset")).isEqualTo(Long.toString(expected.offset()));
      assertThat(label.model("effectiveFrom")).isEqualTo(inWords(expected.effectiveTime()));
      assertThat(label.model("traffic")).isEqualTo(expected.announcement().traffic() instanceof Traffic.Canary ? "canary" : "live");
      assertThat(label.model("confirmed")).isEqualTo("true");
    });
  }

  static Entry choice(final Timeline timeline, final long timestamp, final byte @Nullable [] key) {
    final TimeSpan stretch = timeline.at(timestamp);
    return stretch.canary()
        .filter(canary -> CanaryKeys.of((Traffic.Canary) canary.announcement().traffic()).contains(key))
        .or(stretch::live)
        .orElseThrow();
  }

  static long labelledBy(final Pipeline pipeline, final String version) {
    return pipeline.stats().labelled().entrySet().stream()
        .filter(count -> count.getKey().version().version().equals(version))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Map<String, String> with(final String... keysAndValues) {
    final Map<String, String> settings = new HashMap<>();
    for (int index = 0; index < keysAndValues.length; index += 2) {
      settings.put(keysAndValues[index], keysAndValues[index + 1]);
    }
    return settings;
  }

  private static String inWords(final OptionalLong time) {
    return time.isEmpty() ? "null" : Instant.ofEpochMilli(time.getAsLong()).toString();
  }
}
