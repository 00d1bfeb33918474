package io.labelstream.rollout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fleet that is led without any command line. */
@ExtendWith(SharedBroker.class)
class FleetIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LEAD = Duration.ofSeconds(2);
  private static final String SLOT = "language";

  private final List<FleetEvent> events = new ArrayList<>();
  private RolloutPlace place;

  @BeforeEach
  void makeTopicsNamedAfterTheTest(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    final String name = "fleet-" + test.getTestMethod().orElseThrow().getName();
    final Topics topics = new Topics(broker.bootstrapServers());
    for (final RolloutTopic topic : List.of(RolloutTopic.control(name + ".models"), RolloutTopic.status(name + ".status"))) {
      topics.create(topic.name(), topic.partitions(), topic.settings());
    }
    place = new RolloutPlace(Map.of("bootstrap.servers", broker.bootstrapServers()), name + ".models", name + ".status", Optional.empty(), List.of());
  }

  @Test
  void shouldWithdrawAStagedVersionWhenItsWaitIsCancelled() throws Exception {
    // Given
    final CheckedModel model = CheckedModel.check(Path.of("models/lid.176.ftz"));
    try (StatusPublisher idle = idleInstance(); ControlSession session = ControlSession.open(place, Optional.empty(), listener())) {

      // When
      final RolloutOutcome outcome = FileAnnouncement.announce(session, request(model));

      // Then
      assertThat(outcome).isEqualTo(new RolloutOutcome.Withdrawn(new Obstacle.Cancelled()));
      assertThat(events).satisfiesExactly(
          event -> assertThat(event).isInstanceOfSatisfying(FleetEvent.Staged.class, staged -> assertThat(staged.limit()).isEqualTo(PATIENCE)),
          event -> assertThat(event).isEqualTo(new FleetEvent.Advanced("idle", new Readiness.Aware())),
          event -> assertThat(event).isInstanceOfSatisfying(FleetEvent.Undone.class,
              undone -> assertThat(undone.withdrawal().announcement().traffic()).isEqualTo(new Traffic.Withdrawn())));
      assertThat(HistoryReader.read(SLOT, place, FleetListener.NONE).records())
          .extracting(record -> record.announcement().orElseThrow().traffic())
          .containsExactly(new Traffic.Staged(), new Traffic.Withdrawn());
    }
  }

  @Test
  void shouldAnnounceNothingWhereNobodyCanBeWaitedFor() throws Exception {
    // Given
    final CheckedModel model = CheckedModel.check(Path.of("models/lid.176.ftz"));
    try (ControlSession session = ControlSession.open(place, Optional.empty(), listener())) {

      // When
      final FleetException refused = catchThrowableOfType(FleetException.class, () -> FileAnnouncement.announce(session, request(model)));

      // Then
      assertThat(refused.reason()).isEqualTo(FleetException.Reason.NO_INSTANCE);
      assertThat(events).containsExactly(new FleetEvent.LeadDoubted(new FleetLead.Doubt.Untold(Duration.ofSeconds(30))));
      assertThat(HistoryReader.read(SLOT, place, FleetListener.NONE).records()).isEmpty();
    }
  }

  @Test
  void shouldNameTheTopicThatIsMissing() {
    // Given
    final RolloutPlace elsewhere = new RolloutPlace(place.client(), "nowhere", place.statusTopic(), Optional.empty(), List.of());

    // When
    final FleetTopicException missing =
        catchThrowableOfType(FleetTopicException.class, () -> FleetReader.open(elsewhere, FleetListener.NONE));

    // Then
    assertThat(missing.topic()).isEqualTo("nowhere");
    assertThat(missing.servers()).isEqualTo(place.client().get("bootstrap.servers"));
    assertThat(missing.getCause()).isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  /** A request that waits for the instances, and is cancelled at the first pause. */
  private static FileAnnouncement.Request request(final CheckedModel model) {
    final Cancellation cancelled = new Cancellation() {
      @Override
      public Outcome await(final Duration atMost) {
        return Outcome.CANCELLED;
      }

      @Override
      public void close() {}
    };
    return new FileAnnouncement.Request(model, SLOT, "lid", "1", new Traffic.Live(), new EffectiveTime.Now(), Reach.FORWARD, Objections.HEARD,
        new FileAnnouncement.ByReference(Optional.empty()), "", Optional.of(new WaitLimit(PATIENCE, () -> cancelled)), FileAnnouncement.Conflicts.REFUSE);
  }

  private FleetListener listener() {
    return new FleetListener() {
      @Override
      public void on(final FleetEvent event) {
        events.add(event);
      }

      @Override
      public TopicReading reading() {
        return NONE.reading();
      }
    };
  }

  /** An instance that lives, has read the first announcement, and prepares nothing. */
  private StatusPublisher idleInstance() throws Exception {
    final StatusPublisher publisher = StatusPublisher.start(
        new StatusPublisher.Settings(place.statusTopic(), "idle", "token", "app", LEAD, Duration.ofSeconds(3)), place.client(),
        () -> new StatusPublisher.Heartbeat(List.of(SLOT), "running", 1, InstanceState.Currency.CAUGHT_UP, 0, SharedConfig.none(), List.of()),
        InstantSource.system());
    try (FleetReader reader = FleetReader.open(place, FleetListener.NONE)) {
      Deadline.within(PATIENCE, "a sign of life", () -> reader.report(Optional.of(SLOT)), report -> !report.live().isEmpty());
    }
    return publisher;
  }
}
