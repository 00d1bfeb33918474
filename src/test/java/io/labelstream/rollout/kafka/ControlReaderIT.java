package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedBroker.class)
class ControlReaderIT {
  private static final Duration LEAD = Duration.ofMillis(400);
  private static final Duration SELDOM = Duration.ofMinutes(10);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofMillis(600);
  private static int number;

  private final Witness witness = new Witness();
  private String topic;
  private String servers;
  private Topics topics;

  @BeforeEach
  void name(final EmbeddedBroker broker) {
    topic = "models-" + number++;
    servers = broker.bootstrapServers();
    topics = new Topics(servers);
  }

  @Test
  void shouldConfirmNothingBeforeAllThatWasThereAtTheStartIsAccepted() throws Exception {
    // Given
    create();
    final int count = 3_000;
    topics.send(LongStream.rangeClosed(1, count).mapToObj(n -> Drafts.record(topic, Drafts.live(n))).toList());
    final long before = System.currentTimeMillis();

    // When
    try (ControlReader reader = start(SELDOM)) {
      final ControlReader.Readiness readiness = reader.awaitCaughtUp(PATIENCE);

      // Then
      assertThat(readiness).isInstanceOf(ControlReader.CaughtUp.class);
      final List<Witness.Event> events = witness.events();
      assertThat(events.subList(0, count)).allMatch(Witness.Event.Accepted.class::isInstance);
      assertThat(events.get(count)).isInstanceOfSatisfying(Witness.Event.Confirmed.class, confirmed ->
          assertThat(confirmed.until() - LEAD.toMillis() / 4).isBetween(before, System.currentTimeMillis()));
      final ControlReader.State state = until("the state", reader::state, now -> now.phase() == ControlReader.Phase.CAUGHT_UP);
      assertThat(state.position()).isEqualTo(count);
      assertThat(state.lag()).isZero();
    }
    assertThat(witness.codes()).isEmpty();
  }

  @Test
  void shouldNeverConfirmWhatALaterEntryTouches() throws Exception {
    // Given
    create();
    try (ControlReader reader = start(SELDOM)) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      for (long n = 1; n <= 20; n++) {
        topics.send(List.of(Drafts.record(topic, Drafts.live(n))));
        topics.send(List.of(Drafts.proof(topic, n, 2 * n - 2)));
      }

      // Then
      final long last = until("entries", () -> witness.accepted(), accepted -> accepted.size() == 40).getLast().effectiveFrom();
      until("the end", witness::confirmations, confirmations -> confirmations.getLast() > last);
    }
    long confirmed = Long.MIN_VALUE;
    for (final Witness.Event event : witness.events()) {
      switch (event) {
        case Witness.Event.Accepted(final Entry entry) -> assertThat(entry.effectiveFrom()).isGreaterThanOrEqualTo(confirmed);
        case Witness.Event.Confirmed(final long until) -> {
          assertThat(until).isGreaterThan(confirmed);
          confirmed = until;
        }
        case Witness.Event.Judged(final Verdict verdict) -> assertThat(verdict.finding()).isEqualTo(new Verdict.Proved());
        default -> throw new AssertionError("unexpected: " + event);
      }
    }
    assertThat(witness.judged()).hasSize(20);
    assertThat(witness.accepted()).filteredOn(Entry::counts).extracting(entry -> entry.announcement().sequence())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void shouldReportAndSkipWhatIsNoAnnouncement() throws Exception {
    // Given
    create();
    final byte[] unknownSchema = AnnouncementCodec.encode(Drafts.live(2));
    unknownSchema[5]++;
    final byte[] damaged = AnnouncementCodec.encode(Drafts.live(2));
    damaged[12] = (byte) 0xFF;

    // When
    topics.send(List.of(
        Drafts.record(topic, "garbage", "garbage".getBytes(StandardCharsets.UTF_8)),
        Drafts.record(topic, "language/1", new byte[0]),
        Drafts.record(topic, Drafts.live(1)),
        Drafts.record(topic, "language/1", null),
        Drafts.record(topic, "language/2", unknownSchema),
        Drafts.record(topic, "language/2", damaged),
        Drafts.record(topic, Drafts.live(1)),
        Drafts.record(topic, "language/7", AnnouncementCodec.encode(Drafts.live(2))),
        Drafts.record(topic, "language/2", new byte[200_000]),
        Drafts.record(topic, Drafts.live(2))));
    try (ControlReader reader = start(SELDOM)) {
      final ControlReader.Readiness readiness = reader.awaitCaughtUp(PATIENCE);

      // Then
      assertThat(readiness).isInstanceOf(ControlReader.CaughtUp.class);
      assertThat(witness.sequences()).containsExactly(1L, 2L);
      assertThat(witness.codes()).containsExactly(
          RejectionCode.UNREADABLE, RejectionCode.UNREADABLE, RejectionCode.NULL_VALUE, RejectionCode.UNKNOWN_SCHEMA, RejectionCode.UNREADABLE,
          RejectionCode.DUPLICATE, RejectionCode.REPLAYED, RejectionCode.UNREADABLE);
      topics.send(List.of(Drafts.record(topic, Drafts.live(3))));
      until("the next entry", witness::sequences, sequences -> sequences.contains(3L));
    }
  }

  @Test
  void shouldLogManyRefusalsInOneLine() throws Exception {
    // Given
    create();
    final int count = 2_000;
    topics.send(LongStream.range(0, count).mapToObj(n -> Drafts.record(topic, "garbage-" + n, new byte[10])).toList());
    topics.send(List.of(Drafts.record(topic, "language/1", null), Drafts.record(topic, Drafts.live(1))));

    // When
    final List<String> lines;
    try (LogLines log = LogLines.capture()) {
      try (ControlReader reader = start(SELDOM)) {
        reader.awaitCaughtUp(PATIENCE);
      }
      lines = log.lines().stream().filter(line -> line.contains(topic)).toList();
    }

    // Then
    assertThat(witness.codes()).hasSize(count + 1);
    assertThat(lines).satisfiesExactly(
        line -> assertThat(line).contains("code=\"unreadable\"", "offset=\"0\"", "records=\"2000\"", "lastOffset=\"1999\"").doesNotContain("slot="),
        line -> assertThat(line).contains("code=\"null-value\"", "offset=\"2000\"").doesNotContain("records="));
  }

  @Test
  void shouldReadToTheEndOfTransactionsWhetherCommittedOrNot() throws Exception {
    // Given
    create();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "transactional.id", topic), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(Drafts.record(topic, Drafts.live(1)));
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(Drafts.record(topic, Drafts.live(2))).get();

      // When
      try (ControlReader reader = start(SELDOM)) {
        final ControlReader.Readiness readiness = reader.awaitCaughtUp(PATIENCE);

        // Then
        assertThat(readiness).isInstanceOf(ControlReader.CaughtUp.class);
        assertThat(witness.sequences()).containsExactly(1L, 2L);
        producer.abortTransaction();
        until("the position after the marker", reader::state, state -> state.position() == 4 && state.lag() == 0);
        confirmsAgain();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CONTROL_TOPIC_PARTITIONS,    2, compact,        LogAppendTime",
    "CONTROL_TOPIC_NOT_COMPACTED, 1, delete,         LogAppendTime",
    "CONTROL_TOPIC_NOT_COMPACTED, 1, 'compact,delete', LogAppendTime",
    "CONTROL_TOPIC_TIMESTAMPS,    1, compact,        CreateTime",
    "CONTROL_TOPIC_MISSING,       0, ,               "})
  void shouldReadNothingOfATopicThatIsUnfit(final RejectionCode code, final int partitions, final String policy, final String times)
      throws Exception {
    // Given
    if (partitions > 0) {
      topics.create(topic, partitions, Map.of("cleanup.policy", policy, "message.timestamp.type", times));
      topics.send(List.of(Drafts.record(topic, Drafts.live(1))));
    }

    // When
    try (ControlReader reader = start(SELDOM)) {
      final ControlReader.Readiness readiness = reader.awaitCaughtUp(PATIENCE);

      // Then
      assertThat(readiness).isInstanceOfSatisfying(ControlReader.Unfit.class,
          unfit -> assertThat(unfit.defects()).singleElement().satisfies(defect -> {
            assertThat(defect.code()).isEqualTo(code);
            assertThat(defect.detail()).contains(topic);
          }));
      assertThat(witness.codes()).containsExactly(code);
    }
    assertThat(witness.accepted()).isEmpty();
    assertThat(witness.confirmations()).isEmpty();
  }

  @Test
  void shouldReadATopicThatHasBecomeFit() throws Exception {
    // Given
    try (ControlReader reader = start(OFTEN)) {
      reader.awaitCaughtUp(PATIENCE);
      assertThat(witness.codes()).containsExactly(RejectionCode.CONTROL_TOPIC_MISSING);

      // When
      create();
      topics.send(List.of(Drafts.record(topic, Drafts.live(1))));

      // Then
      until("the entry", witness::sequences, sequences -> sequences.contains(1L));
      confirmsAgain();
      assertThat(witness.events()).contains(new Witness.Event.TopicFit());
      assertThat(reader.state().defects()).isEmpty();
    }
  }

  @Test
  void shouldTellWhenTheTopicBecomesUnfitAndGoOn() throws Exception {
    // Given
    create();
    try (ControlReader reader = start(OFTEN)) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      set("cleanup.policy", "delete");

      // Then
      until("the report", witness::codes, codes -> codes.equals(List.of(RejectionCode.CONTROL_TOPIC_NOT_COMPACTED)));
      confirmsAgain();
      set("cleanup.policy", "compact");
      until("the end of it", witness::events, events -> events.getLast() instanceof Witness.Event.Confirmed
          && events.stream().filter(Witness.Event.TopicFit.class::isInstance).count() == 2);
      assertThat(witness.codes()).as("reported once").hasSize(1);
    }
  }

  @Test
  void shouldConfirmNothingAfterTheTopicIsDeleted() throws Exception {
    // Given
    create();
    topics.send(List.of(Drafts.record(topic, Drafts.live(1))));
    try (ControlReader reader = start(SELDOM)) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      delete();

      // Then
      until("the report", witness::codes, codes -> codes.equals(List.of(RejectionCode.CONTROL_TOPIC_MISSING)));
      assertNoConfirmations();
      assertThat(reader.state().phase()).isEqualTo(ControlReader.Phase.UNSOUND);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "5", "50"})
  void shouldReadNothingOfATopicThatWasMadeAnew(final int records) throws Exception {
    // Given
    create();
    topics.send(LongStream.rangeClosed(1, 5).mapToObj(n -> Drafts.record(topic, Drafts.live(n))).toList());
    try (ControlReader reader = start(SELDOM)) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      delete();
      createAgain();
      topics.send(LongStream.rangeClosed(101, 100 + records).mapToObj(n -> Drafts.record(topic, Drafts.live(n))).toList());

      // Then
      until("the report", reader::state, state -> state.defects().stream().anyMatch(defect -> defect.detail().contains("restart the instances")));
      assertNoConfirmations();
      assertThat(witness.codes()).containsOnly(RejectionCode.CONTROL_TOPIC_MISSING);
      assertThat(witness.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void shouldStartWhenTheBrokerDoesNotAnswerYet() throws Exception {
    // Given
    servers = "127.0.0.1:" + unusedPort();

    // When
    try (ControlReader reader = start(SELDOM)) {
      final ControlReader.Readiness readiness = reader.awaitCaughtUp(Duration.ofMillis(300));

      // Then
      assertThat(readiness).isInstanceOfSatisfying(ControlReader.Behind.class,
          behind -> assertThat(behind.state().phase()).isEqualTo(ControlReader.Phase.STARTING));
      until("the trouble", reader::state, state -> !state.trouble().isEmpty());
    }
  }

  @Test
  void shouldNotReportTheEndOfWhatNobodyHadProvedAsClockSkew() throws Exception {
    // Given
    create();
    final InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(10));
    try (ControlReader reader = start(SELDOM, ahead)) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      final EffectiveFrom later = new EffectiveFrom.At(System.currentTimeMillis() + 3_600_000);
      topics.send(List.of(
          Drafts.record(topic, Drafts.live(1)),
          Drafts.record(topic, Drafts.live(2)),
          Drafts.verdict(topic, 1, 0, new Verdict.Veto("model-refused", "")),
          Drafts.record(topic, Drafts.withdrawal(3, Drafts.live(2), later))));

      // Then
      until("entries", witness::sequences, sequences -> sequences.equals(List.of(1L, 2L, 1L, 2L, 3L)));
      confirmsAgain();
      assertThat(witness.codes()).isEmpty();
    }
  }

  @Test
  void shouldReportEntriesThatTouchConfirmedTimesAsClockSkew() throws Exception {
    // Given
    create();
    final InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(10));
    try (ControlReader reader = start(SELDOM, ahead)) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      topics.send(List.of(
          Drafts.record(topic, Drafts.of(1, new EffectiveFrom.Beginning(), Reach.FORWARD)),
          Drafts.record(topic, Drafts.live(2)),
          Drafts.record(topic, Drafts.of(3, new EffectiveFrom.At(1_000), Reach.RETROACTIVE)),
          Drafts.record(topic, Drafts.of(4, new EffectiveFrom.At(System.currentTimeMillis() + 3_600_000), Reach.FORWARD)),
          Drafts.proof(topic, 1, 0), Drafts.proof(topic, 2, 1), Drafts.proof(topic, 3, 2), Drafts.proof(topic, 4, 3)));

      // Then
      until("entries", witness::sequences, sequences -> sequences.equals(List.of(1L, 2L, 3L, 4L, 1L, 2L, 3L, 4L)));
      confirmsAgain();
      assertThat(witness.codes()).containsExactly(RejectionCode.CLOCK_SKEW);
      assertThat(witness.events()).filteredOn(Witness.Event.Refused.class::isInstance).singleElement()
          .isInstanceOfSatisfying(Witness.Event.Refused.class, refused -> {
            assertThat(refused.report().slot()).contains(Drafts.SLOT);
            assertThat(refused.report().offset()).isEqualTo(OptionalLong.of(1));
          });
    }
  }

  @Test
  void shouldReadItsClockBeforeItAsksForTheEnd() throws Exception {
    // Given
    create();
    final long marked = System.currentTimeMillis() + 60_000;
    final AtomicInteger calls = new AtomicInteger();
    final InstantSource clock = () -> {
      final int call = calls.incrementAndGet();
      if (call < 5) {
        return Instant.now();
      }
      if (call == 5) {
        sendUnchecked(Drafts.live(1));
      }
      return Instant.ofEpochMilli(marked + call);
    };

    // When
    try (ControlReader reader = start(SELDOM, clock)) {
      until("confirmations", witness::confirmations, confirmations -> confirmations.size() > 6);
    }

    // Then
    final List<Witness.Event> events = witness.events();
    final int accepted = events.indexOf(new Witness.Event.Accepted(witness.accepted().getFirst()));
    final int confirmed = events.indexOf(new Witness.Event.Confirmed(marked + 5 + LEAD.toMillis() / 4));
    assertThat(accepted).isNotNegative();
    assertThat(confirmed).as("what was announced while the clock was read counts for this confirmation").isGreaterThan(accepted);
  }

  @Test
  void shouldRefuseEntriesWithoutTheBrokersTime() throws Exception {
    // Given
    create();
    try (ControlReader reader = start(OFTEN)) {
      reader.awaitCaughtUp(PATIENCE);
      set("message.timestamp.type", "CreateTime");
      until("the report", witness::codes, codes -> codes.equals(List.of(RejectionCode.CONTROL_TOPIC_TIMESTAMPS)));

      // When
      topics.send(List.of(Drafts.record(topic, Drafts.live(1))));

      // Then
      until("the refusal", witness::codes, codes -> codes.equals(List.of(RejectionCode.CONTROL_TOPIC_TIMESTAMPS, RejectionCode.NO_APPEND_TIME)));
      assertThat(witness.accepted()).isEmpty();
    }
  }

  @Test
  void shouldNotGoBackWhenTheClockDoes() throws Exception {
    // Given
    create();
    final InstantSource[] clock = {InstantSource.system()};
    try (ControlReader reader = start(SELDOM, () -> clock[0].instant())) {
      reader.awaitCaughtUp(PATIENCE);

      // When
      clock[0] = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-1));

      // Then
      confirmsAgain();
      assertThat(witness.confirmations()).isSorted();
    }
  }

  private ControlReader start(final Duration examination) {
    return start(examination, InstantSource.system());
  }

  private ControlReader start(final Duration examination, final InstantSource clock) {
    final ControlLog log = new ControlLog(Lead.of(LEAD), Trust.none(), Map.of(Drafts.SLOT, Optional.empty()));
    return ControlReader.start(new ControlReader.Settings(topic, Lead.of(LEAD), examination), log, witness, witness, clock,
        Map.of("bootstrap.servers", servers));
  }

  private void sendUnchecked(final Announcement announcement) {
    try {
      topics.send(List.of(Drafts.record(topic, announcement)));
    } catch (final Exception failed) {
      throw new AssertionError("the announcement was not sent", failed);
    }
  }

  private void confirmsAgain() {
    final int already = witness.confirmations().size();
    until("further confirmations", witness::confirmations, confirmations -> confirmations.size() > already + 2);
  }

  private void assertNoConfirmations() {
    final int already = witness.confirmations().size();
    final long end = System.nanoTime() + QUIET.toNanos();
    until("some time", System::nanoTime, now -> now - end > 0);
    assertThat(witness.confirmations()).hasSize(already);
  }

  private static <T> T until(final String what, final Callable<T> question, final Predicate<T> done) {
    return Deadline.within(PATIENCE, what, question, done);
  }

  private void create() throws Exception {
    final RolloutTopic spec = RolloutTopic.control(topic);
    topics.create(topic, spec.partitions(), spec.settings());
  }

  /** A name is free only some time after its topic was deleted. */
  private void createAgain() {
    until("the name to be free", () -> {
      try {
        create();
        return true;
      } catch (final ExecutionException stillThere) {
        return false;
      }
    }, created -> created);
  }

  private void delete() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  private void set(final String key, final String value) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic),
          List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)))).all().get();
    }
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
