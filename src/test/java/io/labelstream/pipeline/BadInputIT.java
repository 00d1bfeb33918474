package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with an announcement has its code on the status topic, a bad model its veto in the log, and the last good model goes on. */
@ExtendWith(SharedBroker.class)
class BadInputIT {
  private static final String SIGNATURE = "labelstream.signature";
  private static final int MOST_MODEL_BYTES = 2_000_000;
  private static final long STRANGE_BYTES = 1_000;

  /** The codes that every instance tells of control records, by offset. */
  private final Map<String, String> codes = new TreeMap<>();
  /** The codes of vetoes that come at once, by version. */
  private final Map<String, String> vetoes = new TreeMap<>();
  /** The codes of versions that are tried again. */
  private final Map<String, String> troubles = new TreeMap<>();
  private Fleet fleet;
  private SigningKey key;
  private SigningKey unknownKey;
  private long sequence;
  private long strangers;

  @TempDir private Path models;
  @TempDir private Path elsewhere;

  @BeforeEach
  void createInput(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), models);
    fleet.createInput();
    key = SigningKey.generate(elsewhere.resolve("key.pem"), elsewhere.resolve("key.pub.pem"));
    unknownKey = SigningKey.generate(elsewhere.resolve("unknown.pem"), elsewhere.resolve("unknown.pub.pem"));
  }

  @Test
  void shouldNameWhateverIsWrongGoOnWithTheLastGoodModelAndSayTheSameAfterARestart() throws Exception {
    // Given
    final Path good = fleet.model("good", "a");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      final String silentHost = "https://127.0.0.1:" + silent.getLocalPort();
      final Map<String, String> settings = Fleet.with(
          "labelstream.rollout.public.keys", elsewhere.resolve("key.pub.pem").toString(),
          "labelstream.rollout.locations", models.toAbsolutePath() + "," + silentHost,
          "labelstream.rollout.max.model.bytes", Integer.toString(MOST_MODEL_BYTES),
          "labelstream.rollout.memory.bytes", "300000");
      final long count;
      try (Publisher publisher = fleet.publish()) {
        try (Pipeline one = fleet.start("one", settings); Pipeline two = fleet.start("two", settings)) {
          final ProducerRecord<byte[], byte[]> first = signed(numbered(Fleet.first("first", Fleet.reference(good))));
          fleet.topics().send(List.of(first));
          Fleet.awaitRunning(one);
          Fleet.awaitRunning(two);

          // When
          announceBadModels(good, silentHost);
          announceBadRecords(good, first);

          // Then
          Deadline.within(Fleet.PATIENCE, "vetoes, expected " + vetoes, () -> vetoed(), vetoes::equals);
          awaitCodes("one");
          awaitCodes("two");
        }
        try (Pipeline one = fleet.start("one", settings); Pipeline two = fleet.start("two", settings)) {
          awaitCodes("one");
          awaitCodes("two");
          assertThat(vetoed()).as("no other verdict after the restart").isEqualTo(vetoes);
          fleet.topics().send(List.of(signed(numbered(Fleet.live("second", Fleet.reference(fleet.model("second", "b")))))));
          Deadline.within(Fleet.PATIENCE, "labels of the second good model", () -> Fleet.labelledBy(one, "second") + Fleet.labelledBy(two, "second"),
              labelled -> labelled > 20);
          count = publisher.stop();
          fleet.labels(count);
        }
      }
      final List<Labelled> labels = fleet.labels(count);
      Fleet.assertOnceEachInOrder(labels, count);
      Fleet.assertByTheirVersions(labels, log().timeline(Fleet.SLOT));
      assertThat(labels.stream().map(Labelled::version).distinct()).containsExactlyInAnyOrder("first", "second");
    }
  }

  @Test
  void shouldWaitAfterARestartForTheVersionThatCountsAndWhoseFileIsGone() throws Exception {
    // Given
    final Path first = fleet.model("first", "a");
    final Path second = fleet.model("second", "b");
    final Path aside = elsewhere.resolve("aside");
    final long before;
    try (Pipeline pipeline = fleet.start("one", Map.of()); Publisher publisher = fleet.publish()) {
      fleet.announce(Fleet.first("1", Fleet.reference(first)));
      fleet.announce(Fleet.live("2", Fleet.reference(second)));
      Deadline.within(Fleet.PATIENCE, "labels of the newest", () -> Fleet.labelledBy(pipeline, "2"), labelled -> labelled > 20);
      before = publisher.stop();
      fleet.labels(before);
    }
    Files.move(second, aside);
    try (Pipeline pipeline = fleet.start("one", Map.of());
        Publisher publisher = fleet.publish(number -> fleet.text(null, System.currentTimeMillis(), before + number, "key"))) {
      Deadline.within(Fleet.PATIENCE, "word of the missing file", () -> pipeline.rollout().orElseThrow().missing(),
          missing -> missing.values().stream().anyMatch(
              failure -> failure.map(Rejection::code).filter(RejectionCode.LOCATION_UNREADABLE::equals).isPresent()));
      assertThat(pipeline.state()).isEqualTo(PipelineState.WAITING_FOR_CONTROL);

      // When
      Files.move(aside, second);

      // Then
      Deadline.within(Fleet.PATIENCE, "labels after the restart", () -> Fleet.labelledBy(pipeline, "2"), labelled -> labelled > 20);
      final long count = before + publisher.stop();
      final List<Labelled> labels = fleet.labels(count);
      Fleet.assertByTheirVersions(labels, fleet.timeline());
      assertThat(pipeline.stats().dead()).isZero();
    }
  }

  private void announceBadModels(final Path good, final String silentHost) throws Exception {
    final ArtifactReference sound = Fleet.reference(good);
    final byte[] bytes = Files.readAllBytes(good);

    final byte[] corrupt = bytes.clone();
    Arrays.fill(corrupt, 0, 8, (byte) 0x55);
    announceBad("corrupt", Fleet.reference(Files.write(models.resolve("corrupt"), corrupt)), RejectionCode.MODEL_REFUSED);
    announceBad("truncated", Fleet.reference(Files.write(models.resolve("truncated"), Arrays.copyOf(bytes, bytes.length / 2))),
        RejectionCode.MODEL_REFUSED);
    announceBad("truncated-later", strange(location(models.resolve("truncated"))), RejectionCode.SIZE_DIFFERS);
    announceBad("wrong-digest", new ArtifactReference(sound.location(), sound.bytes(), "0".repeat(64)), RejectionCode.DIGEST_DIFFERS);
    try (RandomAccessFile large = new RandomAccessFile(models.resolve("oversized").toFile(), "rw")) {
      large.setLength(MOST_MODEL_BYTES + 1L);
    }
    announceBad("oversized", Fleet.reference(models.resolve("oversized")), RejectionCode.TOO_LARGE);
    announceBad("over-budget", Fleet.reference(Files.write(models.resolve("over-budget"),
        new FastTextModelFile(1).labels("__label__big").dimensions(10).wordNgrams(2).buckets(40_000).bytes())), RejectionCode.OVER_BUDGET);

    final Path outside = Files.copy(good, elsewhere.resolve("outside"));
    announceBad("outside", strange(location(outside)), RejectionCode.LOCATION_FORBIDDEN);
    final Path link = Files.createSymbolicLink(models.resolve("link"), outside);
    announceBad("link", strange(location(link)), RejectionCode.LOCATION_FORBIDDEN);
    announceBad("dots", strange(location(models) + "/../" + elsewhere.getFileName() + "/outside"), RejectionCode.LOCATION_FORBIDDEN);
    announceBad("other-host", strange("https://models.invalid/model"), RejectionCode.LOCATION_FORBIDDEN);
    announceBad("other-topic", strange("kafka:" + fleet.name() + "/0/0"), RejectionCode.LOCATION_FORBIDDEN);
    announceBad("other-scheme", strange("ftp://127.0.0.1/model"), RejectionCode.LOCATION_FORBIDDEN);
    announceBad("missing", strange(location(models.resolve("missing"))), RejectionCode.LOCATION_UNREADABLE);
    final Path pipe = models.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).as("this system makes pipes").isZero();
    announceBad("pipe", strange(location(pipe)), RejectionCode.LOCATION_UNREADABLE);
    announceBad("hanging", strange(silentHost + "/model"), RejectionCode.FETCH_TIMED_OUT);

    announceBad(with(Fleet.live("unknown-family", sound), "later", Optional.empty()), RejectionCode.UNKNOWN_FAMILY);
    announceBad(with(Fleet.live("wrong-family", sound), "keywords", Optional.empty()), RejectionCode.WRONG_FAMILY);
    announceBad(with(Fleet.live("wrong-samples", sound), "fasttext", Optional.of(samples("{\"text\":\"alpha\",\"labels\":[{\"name\":\"z\",\"score\":1}]}"))),
        RejectionCode.SAMPLES_DIFFER);
    announceBad(with(Fleet.live("no-samples", sound), "fasttext", Optional.of(samples("no JSON"))), RejectionCode.SAMPLES_UNREADABLE);
  }

  private void announceBadRecords(final Path good, final ProducerRecord<byte[], byte[]> first) throws Exception {
    final ArtifactReference sound = Fleet.reference(good);
    final Announcement plain = numbered(Fleet.live("refused", sound));
    refuse(record(plain.key(), AnnouncementCodec.encode(plain), null), RejectionCode.UNSIGNED);
    refuse(record(plain.key(), AnnouncementCodec.encode(plain), unknownKey.sign(AnnouncementCodec.encode(plain))), RejectionCode.BAD_SIGNATURE);
    refuse(record(plain.key(), AnnouncementCodec.encode(numbered(Fleet.live("other", sound), plain.sequence())),
        key.sign(AnnouncementCodec.encode(plain))), RejectionCode.BAD_SIGNATURE);
    refuse(record(Fleet.SLOT + "/900", first.value(), first.headers().lastHeader(SIGNATURE).value()), RejectionCode.REPLAYED);
    final Announcement foreign = numbered(Fleet.live("refused", sound));
    refuse(signed(new Announcement(foreign.slot(), foreign.sequence(), foreign.model(), foreign.version(), foreign.family(), foreign.artifact(),
        foreign.samples(), foreign.traffic(), foreign.effectiveFrom(), foreign.reach(), "", "another-cluster")), RejectionCode.REPLAYED);
    refuse(record(Fleet.SLOT + "/901", Fleet.bytes("garbage"), null), RejectionCode.UNREADABLE);
    refuse(record(Fleet.SLOT + "/902", null, null), RejectionCode.NULL_VALUE);
    refuse(record(Fleet.SLOT + "/1", null, null), RejectionCode.NULL_VALUE);
    final byte[] unknownSchema = AnnouncementCodec.encode(plain);
    unknownSchema[5]++;
    refuse(record(plain.key(), unknownSchema, key.sign(unknownSchema)), RejectionCode.UNKNOWN_SCHEMA);
    refuse(signed(numbered(Fleet.live("refused", sound), 1)), RejectionCode.DUPLICATE);
    refuse(first, RejectionCode.DUPLICATE);
    refuse(signed(numbered(Fleet.live("first", new ArtifactReference(sound.location(), sound.bytes(), "1".repeat(64))))),
        RejectionCode.VERSION_CONFLICT);
    refuse(signed(numbered(Fleet.of("unknown", sound, new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD))),
        RejectionCode.UNKNOWN_VERSION);
    refuse(signed(numbered(Fleet.of("refused", sound, new Traffic.Live(), new EffectiveFrom.At(System.currentTimeMillis()), Reach.FORWARD))),
        RejectionCode.TOO_LATE);
    refuse(signed(numbered(Fleet.first("refused", sound))), RejectionCode.NOT_FIRST);
  }

  private void announceBad(final String version, final ArtifactReference artifact, final RejectionCode code) throws Exception {
    announceBad(Fleet.live(version, artifact), code);
  }

  private void announceBad(final Announcement draft, final RejectionCode code) throws Exception {
    fleet.topics().send(List.of(signed(numbered(draft))));
    (code.outlook() == RejectionCode.Outlook.LASTING ? vetoes : troubles).put(draft.version(), code.code());
  }

  private void refuse(final ProducerRecord<byte[], byte[]> record, final RejectionCode code) throws Exception {
    codes.put("@" + fleet.topics().send(List.of(record)).getFirst().offset(), code.code());
  }

  private ControlLog log() throws Exception {
    return fleet.controlLog(Trust.of(List.of(Trust.readKey(elsewhere.resolve("key.pub.pem"))), "this cluster's id stands in no announcement"));
  }

  /** The codes of the vetoes that count, by version. */
  private Map<String, String> vetoed() throws Exception {
    final Map<String, String> vetoed = new TreeMap<>();
    for (final Entry entry : log().entries(Fleet.SLOT)) {
      if (entry.decision() instanceof final Decision.Vetoed decision) {
        vetoed.put(entry.id().version(), decision.veto().code());
      }
    }
    return vetoed;
  }

  /** Waits until an instance has told of each bad record, and of each model that it tries again. */
  private void awaitCodes(final String instance) {
    Deadline.within(Fleet.PATIENCE, "codes of " + instance + ", expected " + codes + " and " + troubles, () -> fleet.codes(instance),
        told -> told.entrySet().containsAll(codes.entrySet()) && told.entrySet().containsAll(troubles.entrySet()));
  }

  private ArtifactReference samples(final String lines) throws Exception {
    return Fleet.reference(Files.write(Files.createTempFile(models, "samples", ".jsonl"), Fleet.bytes(lines + "\n")));
  }

  private Announcement numbered(final Announcement draft) {
    return numbered(draft, ++sequence);
  }

  private static Announcement numbered(final Announcement draft, final long sequence) {
    return new Announcement(draft.slot(), sequence, draft.model(), draft.version(), draft.family(), draft.artifact(), draft.samples(),
        draft.traffic(), draft.effectiveFrom(), draft.reach(), draft.note(), draft.cluster());
  }

  private static Announcement with(final Announcement draft, final String family, final Optional<ArtifactReference> samples) {
    return new Announcement(draft.slot(), draft.sequence(), draft.model(), draft.version(), family, draft.artifact(), samples, draft.traffic(),
        draft.effectiveFrom(), draft.reach(), draft.note(), draft.cluster());
  }

  private ProducerRecord<byte[], byte[]> signed(final Announcement announcement) {
    final byte[] value = AnnouncementCodec.encode(announcement);
    return record(announcement.key(), value, key.sign(value));
  }

  private ProducerRecord<byte[], byte[]> record(final String recordKey, final byte @Nullable [] value, final byte @Nullable [] signature) {
    final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(fleet.name() + ".models", 0, Fleet.bytes(recordKey), value);
    if (signature != null) {
      record.headers().add(SIGNATURE, signature);
    }
    return record;
  }

  /** Bytes that can be had at this location only, if at all: what has a digest that is known may come from elsewhere. */
  private ArtifactReference strange(final String location) {
    return new ArtifactReference(location, STRANGE_BYTES, String.format("%064x", ++strangers));
  }

  private static String location(final Path file) {
    return "file://" + file.toAbsolutePath();
  }
}
