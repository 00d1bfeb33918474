package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.BrokerProcess;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.ConcurrentTest;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.ControlReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The broker or the control topic is gone around an effective time. */
@ExtendWith(SharedBroker.class)
class RolloutCrashIT {
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  @TempDir private Path models;

  @ConcurrentTest
  void shouldNeitherLoseNorRepeatNorMistakeAVersionWhenTheBrokerIsKilledBeforeATakeover(@TempDir final Path directory) throws Exception {
    // Given
    final int port = unusedPort();
    final List<String> broker = List.of(directory.toString(), Integer.toString(port));
    final Fleet fleet = new Fleet("killed-broker", "127.0.0.1:" + port, models);
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    try (ChildJvm before = ChildJvm.start(BrokerProcess.class, broker)) {
      before.awaitLine(BrokerProcess.STARTED);
      fleet.createInput();
      try (Pipeline pipeline = fleet.start("one", Map.of())) {
        fleet.announce(Fleet.first("1", first));
        Fleet.awaitRunning(pipeline);
        try (Publisher publisher = fleet.publish()) {
          Deadline.within(Fleet.PATIENCE, "labels of the first version", () -> Fleet.labelledBy(pipeline, "1"), labelled -> labelled > 20);
          final Entry takeover = fleet.announce(Fleet.of("2", second, new Traffic.Live(),
              new EffectiveFrom.At(System.currentTimeMillis() + 4_000), Reach.FORWARD));

          // When
          before.kill();
          Deadline.within(Fleet.PATIENCE, "news of the broker's end", () -> pipeline.control().orElseThrow().trouble(), trouble -> !trouble.isEmpty());
          final long horizon = horizon(pipeline);
          Fleet.awaitEffective(takeover, A_WHILE);
          assertThat(horizon(pipeline)).as("nothing is confirmed without the broker").isEqualTo(horizon);
          try (ChildJvm after = ChildJvm.start(BrokerProcess.class, broker)) {
            after.awaitLine(BrokerProcess.STARTED);

            // Then
            Deadline.within(Fleet.PATIENCE, "labels of the second version", () -> Fleet.labelledBy(pipeline, "2"), labelled -> labelled > 20);
            final long count = publisher.stop();
            final List<Labelled> labels = fleet.labels(count);
            Fleet.assertOnceEachInOrder(labels, count);
            Fleet.assertByTheirVersions(labels, fleet.timeline());
            assertThat(pipeline.stats().dead()).isZero();
            pipeline.close();
          }
        }
      }
    }
  }

  @ConcurrentTest
  void shouldLabelNothingThatIsNotConfirmedUnlessToldToProceed(final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = new Fleet("control-gone", broker.bootstrapServers(), models);
    fleet.createInput();
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final Map<String, String> proceeds = fleet.apart("control-gone-proceeds");
    proceeds.put("labelstream.rollout.uncertain", "proceed");
    final long horizon;
    final long proceededHorizon;
    final long count;
    try (Publisher publisher = fleet.publish()) {
      try (Pipeline waiting = fleet.start("waiting", Map.of()); Pipeline proceeding = fleet.start("proceeding", proceeds)) {
        fleet.announce(Fleet.first("1", first));
        Deadline.within(Fleet.PATIENCE, "labels of both", () -> List.of(waiting.stats().out(), proceeding.stats().out()),
            counts -> counts.stream().allMatch(labelled -> labelled > 20));

        // When
        deleteControlTopic(fleet);
        awaitUnsound(waiting);
        awaitUnsound(proceeding);

        // Then
        horizon = horizon(waiting);
        proceededHorizon = horizon(proceeding);
        Deadline.within(Fleet.PATIENCE, "labels beyond the horizon", () -> uncertain(fleet, proceededHorizon), labelled -> labelled > 20);
        Deadline.within(Fleet.PATIENCE, "waiting records", () -> waiting.stats().waits(), waits -> waits > 0);
        final List<Labelled> labels = fleet.labels(1);
        assertThat(labels).isNotEmpty().allSatisfy(label -> {
          assertThat(label.timestamp()).isLessThan(horizon);
          assertThat(label.model("confirmed")).isEqualTo("true");
        });
        assertThat(waiting.stats().dead()).isZero();
      }
      try (Pipeline again = fleet.start("waiting", Map.of())) {
        fleet.announce(Fleet.first("1", first));
        Fleet.awaitRunning(again);
        count = publisher.stop();
        final List<Labelled> labels = fleet.labels(count);
        Fleet.assertOnceEachInOrder(labels, count);
        assertThat(labels).allSatisfy(label -> assertThat(label.model("confirmed")).isEqualTo("true"));
      }
    }
    assertThat(fleet.labels("control-gone-proceeds.out", 1)).allSatisfy(label ->
        assertThat(label.model("confirmed")).isEqualTo(Boolean.toString(label.timestamp() < proceededHorizon)));
  }

  private static long uncertain(final Fleet fleet, final long horizon) throws Exception {
    return fleet.labels("control-gone-proceeds.out", 1).stream().filter(label -> label.timestamp() >= horizon).count();
  }

  private static void deleteControlTopic(final Fleet fleet) throws Exception {
    try (Admin admin = Admin.create(fleet.kafka())) {
      admin.deleteTopics(List.of(fleet.name() + ".models")).all().get();
    }
  }

  private static void awaitUnsound(final Pipeline pipeline) {
    Deadline.within(Fleet.PATIENCE, "news of the control topic's end", () -> pipeline.control().orElseThrow().phase(),
        ControlReader.Phase.UNSOUND::equals);
  }

  private static long horizon(final Pipeline pipeline) {
    return pipeline.rollout().orElseThrow().slot(Fleet.SLOT).plan().confirmedUntil();
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
