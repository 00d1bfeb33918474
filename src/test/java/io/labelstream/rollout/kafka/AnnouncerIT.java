package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.control.Trust;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class AnnouncerIT {
  private static final Duration LEAD = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static int number;

  private String topic;
  private Topics topics;
  private Map<String, Object> properties;

  @BeforeEach
  void createTopic(final EmbeddedBroker broker) throws Exception {
    topic = "announced-" + number++;
    topics = new Topics(broker.bootstrapServers());
    properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    final RolloutTopic spec = RolloutTopic.control(topic);
    topics.create(topic, spec.partitions(), spec.settings());
  }

  @Test
  void shouldTakeTheNextSequenceAndTellWhatBecameOfIt() throws Exception {
    // Given
    topics.send(List.of(Drafts.record(topic, "x", new byte[3]), Drafts.record(topic, Drafts.live(6))));
    try (Announcer announcer = open(Optional.empty())) {

      // When
      final Announcer.Announced announced = announcer.announce(Drafts.live(1), PATIENCE);

      // Then
      assertThat(announced.announcement().key()).isEqualTo("language/7");
      assertThat(announced.announcement().cluster()).isEqualTo(clusterId());
      assertThat(announced.offset()).isEqualTo(2);
      assertThat(announced.effectiveFrom()).isEqualTo(OptionalLong.of(announced.appendTime().getAsLong() + LEAD.toMillis()));
      assertThat(announced.outcome()).isInstanceOfSatisfying(ControlLog.Accepted.class,
          accepted -> assertThat(accepted.entry()).isEqualTo(new Entry(announced.announcement(), 2, announced.effectiveFrom().getAsLong(),
              announced.effectiveFrom().getAsLong(), new Decision.Pending())));
      assertThat(announcer.log().entries(Drafts.SLOT)).hasSize(2);
    }
  }

  @Test
  void shouldTellThatAnAnnouncementIsRefusedEverywhere() throws Exception {
    // Given
    try (Announcer announcer = open(Optional.empty())) {

      // When
      final Announcer.Announced announced = announcer.announce(Drafts.of(1, new EffectiveFrom.At(1_000), Reach.FORWARD), PATIENCE);

      // Then
      assertThat(announced.outcome()).isInstanceOfSatisfying(ControlLog.Refused.class,
          refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.TOO_LATE));
      assertThat(announced.effectiveFrom()).isEmpty();
    }
  }

  @Test
  void shouldGiveEachOfSeveralAnnouncersItsOwnSequences() throws Exception {
    // Given
    final int announcers = 2;
    final int each = 10;
    final CyclicBarrier together = new CyclicBarrier(announcers);
    final Callable<List<Announcer.Announced>> announcing = () -> {
      try (Announcer announcer = open(Optional.empty())) {
        final List<Announcer.Announced> announced = new ArrayList<>();
        for (int n = 0; n < each; n++) {
          together.await();
          announced.add(announcer.announce(Drafts.live(1), PATIENCE));
        }
        return announced;
      }
    };
    final List<Announcer.Announced> announced = new ArrayList<>();

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(announcers)) {
      for (final Future<List<Announcer.Announced>> future : threads.invokeAll(List.of(announcing, announcing))) {
        announced.addAll(future.get());
      }
    }

    // Then
    assertThat(announced).hasSize(announcers * each).allMatch(one -> one.outcome() instanceof ControlLog.Accepted);
    assertThat(announced).extracting(one -> one.announcement().sequence()).doesNotHaveDuplicates();
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.none());
    final List<ControlRecord> records = records();
    records.forEach(log::append);
    assertThat(log.entries(Drafts.SLOT)).extracting(Entry::offset)
        .containsExactlyInAnyOrderElementsOf(announced.stream().map(Announcer.Announced::offset).toList());
    assertThat(records).as("some were second, or this proves nothing").hasSizeGreaterThan(announcers * each);
  }

  @Test
  void shouldSignSoThatThoseWithThePublicKeyTakeIt(@TempDir final Path directory) throws Exception {
    // Given
    final SigningKey key = SigningKey.generate(directory.resolve("private.pem"), directory.resolve("public.pem"));
    final PublicKey trusted = Trust.readKey(directory.resolve("public.pem"));
    try (Announcer unsigned = open(Optional.empty()); Announcer signed = open(Optional.of(key))) {

      // When
      unsigned.announce(Drafts.live(1), PATIENCE);
      signed.announce(Drafts.live(1), PATIENCE);
    }

    // Then
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.of(List.of(trusted), clusterId()));
    final List<ControlLog.Outcome> outcomes = records().stream().map(log::append).toList();
    assertThat(outcomes.get(0)).isInstanceOfSatisfying(ControlLog.Refused.class,
        refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.UNSIGNED));
    assertThat(outcomes.get(1)).isInstanceOf(ControlLog.Accepted.class);
    final ControlLog elsewhere = ControlLog.ofAllSlots(Lead.of(LEAD), Trust.of(List.of(trusted), "another-cluster"));
    assertThat(records().stream().map(elsewhere::append).toList().get(1)).isInstanceOfSatisfying(ControlLog.Refused.class,
        refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.REPLAYED));
  }

  @Test
  void shouldNotAnnounceWithoutTheTopic() throws Exception {
    // Given
    topic = "not-there";
    try (Announcer announcer = open(Optional.empty())) {

      // When
      final Throwable failure = catchThrowable(() -> announcer.announce(Drafts.live(1), PATIENCE));

      // Then
      assertThat(failure).isInstanceOf(UnknownTopicOrPartitionException.class).hasMessageContaining("not-there");
    }
  }

  @Test
  void shouldGiveUpInTimeWhenNoBrokerAnswers() {
    // Given
    properties = Map.of("bootstrap.servers", "127.0.0.1:1");

    // When
    final Throwable failure = catchThrowable(
        () -> Announcer.open(properties, topic, Lead.of(LEAD), Trust.none(), Optional.empty(), Duration.ofMillis(200)).close());

    // Then
    assertThat(failure).isInstanceOf(TimeoutException.class).hasMessageContaining("no broker answers");
  }

  @Test
  void shouldCreateTopicsOnceAndAsTheyHaveToBe() throws Exception {
    // Given
    final RolloutTopic spec = RolloutTopic.control("created-" + topic);
    try (Admin admin = Admin.create(properties)) {
      final long deadline = System.nanoTime() + PATIENCE.toNanos();

      // When
      final List<RolloutTopic.Creation> creations = List.of(
          spec.createIfMissing(admin, Optional.empty(), deadline), spec.createIfMissing(admin, Optional.empty(), deadline));

      // Then
      assertThat(creations).containsExactly(RolloutTopic.Creation.CREATED, RolloutTopic.Creation.WAS_THERE);
      final ControlTopic.Condition condition = new ControlTopic(admin, spec.name()).examine(PATIENCE);
      assertThat(condition.id()).isPresent();
      assertThat(condition.defects()).isEmpty();
      assertThat(condition.risk()).isEmpty();
    }
  }

  private Announcer open(final Optional<SigningKey> key) throws InterruptedException {
    return Announcer.open(properties, topic, Lead.of(LEAD), Trust.none(), key, PATIENCE);
  }

  private List<ControlRecord> records() throws InterruptedException {
    try (ControlTopicReader reader = new ControlTopicReader(properties, topic)) {
      return reader.read(PATIENCE);
    }
  }

  private String clusterId() throws InterruptedException {
    try (Admin admin = Admin.create(properties)) {
      return ControlTopic.clusterId(admin, PATIENCE);
    }
  }
}
