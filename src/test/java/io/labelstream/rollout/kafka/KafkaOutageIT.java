package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.BrokerProcess;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Trust;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaOutageIT {
  private static final Duration LEAD = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofMillis(600);

  @TempDir private Path directory;
  private List<String> broker;
  private Map<String, Object> properties;
  private Topics topics;

  @BeforeEach
  void choosePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      final String servers = "127.0.0.1:" + socket.getLocalPort();
      broker = List.of(directory.toString(), Integer.toString(socket.getLocalPort()));
      properties = Map.of("bootstrap.servers", servers);
      topics = new Topics(servers);
    }
  }

  @Test
  void shouldStopConfirmingAndKeepTheLatestStatusWhileTheBrokerIsGone() throws Exception {
    // Given
    final Witness witness = new Witness();
    try (ChildJvm before = startBroker()) {
      for (final RolloutTopic topic : List.of(RolloutTopic.control("models"), RolloutTopic.status("model-status"))) {
        topics.create(topic.name(), topic.partitions(), topic.settings());
      }
      topics.send(List.of(Drafts.record("models", Drafts.live(1))));
      try (ControlReader reader = ControlReader.start(new ControlReader.Settings("models", Lead.of(LEAD), Duration.ofMillis(100)),
              new ControlLog(Lead.of(LEAD), Trust.none(), Map.of(Drafts.SLOT, Optional.empty())), witness, witness, InstantSource.system(), properties);
          StatusPublisher publisher = StatusPublisher.start(
              new StatusPublisher.Settings("model-status", "i1", "token", "app", Duration.ofMinutes(10), Duration.ofMillis(200)), properties,
              () -> Statuses.heartbeat("running"), InstantSource.system())) {
        reader.awaitCaughtUp(PATIENCE);
        publisher.model(Statuses.report("v1", ModelState.RECEIVED));
        topics.awaitFirst("model-status", PATIENCE);

        // When
        before.kill();

        // Then
        until("a sign of the outage", reader::state, state -> state.phase() == ControlReader.Phase.BEHIND && !state.trouble().isEmpty());
        final int confirmations = witness.confirmations().size();
        final long start = System.nanoTime();
        for (int n = 0; n < 20_000; n++) {
          publisher.model(Statuses.report("v" + n % 3, ModelState.FETCHED));
        }
        publisher.model(Statuses.report("v2", ModelState.READY));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("nobody waits for Kafka").isLessThan(PATIENCE);
        final long end = System.nanoTime() + QUIET.toNanos();
        until("some time", System::nanoTime, now -> now - end > 0);
        assertThat(witness.confirmations()).hasSize(confirmations);

        try (ChildJvm after = startBroker()) {
          topics.send(List.of(Drafts.record("models", Drafts.live(2))));
          until("the entry", witness::sequences, sequences -> sequences.equals(List.of(1L, 2L)));
          until("further confirmations", witness::confirmations, later -> later.size() > confirmations + 2);
          until("the end of the outage", reader::state, state -> state.phase() == ControlReader.Phase.CAUGHT_UP && state.trouble().isEmpty());
          try (StatusReader status = new StatusReader(properties, "model-status")) {
            final StatusReader.Fleet fleet = until("the latest status", () -> status.read(PATIENCE), read -> read.versions().size() == 3);
            assertThat(fleet.versions()).extracting(VersionState::version).containsExactly("v0", "v1", "v2");
            assertThat(fleet.versions()).extracting(VersionState::state).containsExactly("fetched", "fetched", "ready");
          }
          final List<ConsumerRecord<byte[], byte[]>> written = topics.read("model-status", 5, PATIENCE);
          assertThat(written).as("the latest of each key only, perhaps after what was on its way when the broker was killed")
              .hasSizeBetween(5, 8);
          assertThat(written).extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
              .containsOnly("i1", "i1/language/lid:v0", "i1/language/lid:v1", "i1/language/lid:v2");
          publisher.close();
          reader.close();
        }
      }
    }
  }

  private ChildJvm startBroker() throws Exception {
    final ChildJvm child = ChildJvm.start(BrokerProcess.class, broker);
    child.awaitLine(BrokerProcess.STARTED);
    return child;
  }

  private static <T> T until(final String what, final Callable<T> question, final Predicate<T> done) {
    return Deadline.within(PATIENCE, what, question, done);
  }
}
