package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusPublisher;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that have one name for their instances. */
@ExtendWith(SharedBroker.class)
class InstanceNameIT {
  private static final String NAME = "one";
  /** So long that a process that gets no turn for some seconds does not count as silent. */
  private static final Duration LEAD = Duration.ofSeconds(12);

  private Fleet fleet;

  @TempDir private Path models;

  @BeforeEach
  void createTopics(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), models);
    fleet.createInput();
    final RolloutTopic status = RolloutTopic.status(fleet.name() + ".status");
    fleet.topics().create(status.name(), status.partitions(), status.settings());
  }

  @Test
  void shouldNotStartUnderTheNameOfAProcessThatLives() throws Exception {
    // Given
    try (Pipeline first = start()) {
      final String token = awaitSignOfLife().token();

      // When
      final StartupException refused = catchThrowableOfType(StartupException.class, this::start);

      // Then
      assertThat(refused.failure()).isEqualTo(StartupFailure.DUPLICATE_INSTANCE);
      assertThat(refused.getMessage()).hasLineCount(1).contains("'one'", "labelstream.instance.id", fleet.name() + ".status");
      assertThat(awaitSignOfLife().token()).as("who is refused leaves the status of the other alone").isEqualTo(token);
      assertThat(first.fleet()).map(FleetView::namesake).contains(Optional.empty());
    }
  }

  @Test
  void shouldStartUnderTheNameOfAProcessThatWasKilledAMomentAgo() throws Exception {
    // Given
    final StatusPublisher killed = process("killed");
    awaitSignOfLife();
    killed.closeKeepingStatus();

    // When
    try (Pipeline pipeline = start()) {

      // Then
      Deadline.within(Fleet.PATIENCE, "a sign of life of the new process", this::awaitSignOfLife, state -> !state.token().equals("killed"));
      assertThat(pipeline.fleet()).map(FleetView::namesake).contains(Optional.empty());
    }
  }

  @Test
  void shouldSayThatAnotherProcessHasItsNameAsLongAsThatOneLives() throws Exception {
    // Given
    try (LogLines log = LogLines.capture(); Pipeline pipeline = start()) {
      awaitSignOfLife();

      // When
      try (StatusPublisher _ = process("another")) {

        // Then
        Deadline.within(Fleet.PATIENCE, "a namesake", () -> pipeline.fleet().orElseThrow().namesake().map(InstanceState::token).orElse(""), "another"::equals);
        assertThat(log.lines()).filteredOn(line -> line.contains(FleetView.DUPLICATE_INSTANCE)).singleElement().asString()
            .contains("labelstream.instance.id", "instance=\"one\"");
      }
      Deadline.within(Fleet.PATIENCE, "no namesake", () -> pipeline.fleet().orElseThrow().namesake(), Optional::isEmpty);
    }
  }

  private Pipeline start() throws Exception {
    return fleet.start(NAME, Fleet.with("labelstream.rollout.lead.ms", Long.toString(LEAD.toMillis())));
  }

  /** A publisher as another process with the same name has it. */
  private StatusPublisher process(final String token) {
    return StatusPublisher.start(
        new StatusPublisher.Settings(fleet.name() + ".status", NAME, token, fleet.name(), LEAD, Duration.ofSeconds(5)), fleet.kafka(),
        () -> new StatusPublisher.Heartbeat(List.of(Fleet.SLOT), "running", 0, InstanceState.Currency.CAUGHT_UP, 0, SharedConfig.none(), List.of()),
        InstantSource.system());
  }

  private InstanceState awaitSignOfLife() throws Exception {
    try (StatusReader reader = new StatusReader(fleet.kafka(), fleet.name() + ".status")) {
      return Deadline.within(Fleet.PATIENCE, "a sign of life", () -> reader.read(Fleet.PATIENCE).instances(), instances -> !instances.isEmpty()).getFirst();
    }
  }
}
